/** The data and the figure of a view as code: to run elsewhere, unchanged. */

import type { Range } from "../data/types";
import { exactTime } from "../engine/time";
import type { CODES } from "./commands/export";
import type { Wanted } from "./wanted";

export interface Snippet {
  id: keyof typeof CODES;
  /** What it needs, or what it does. */
  about: string;
  text: string;
}

/** What is handed on. */
export interface Handed {
  /** Address of the server, without a slash at the end. */
  server: string;
  /** Address of the view. */
  link: string;
  wanted: Wanted[];
  range: Range;
}

export function snippetsOf(handed: Handed): Snippet[] {
  return [
    {
      id: "python",
      about: "pip install dayside: xarray, with units and all that belongs to each parameter.",
      text: pythonText(handed),
    },
    {
      id: "notebook",
      about: "This figure, made from the data anew.",
      text: notebookText(handed),
    },
    {
      id: "hapi",
      about: "For any HAPI client: an address for each dataset.",
      text: handed.wanted.map((wanted) => hapiAddress(handed, wanted)).join("\n"),
    },
    {
      id: "shell",
      about: "The files and the figure, without a browser.",
      text: shellText(handed),
    },
  ];
}

/** A text as Python writes it, which is as JSON does. */
const quoted = (text: string): string => JSON.stringify(text);

/** A text as a shell takes it. */
const inShell = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** As Python slices are written: without the Z, all is UTC. */
const pythonTime = (seconds: number): string => quoted(exactTime(seconds).replace("Z", ""));

/** `B_2` where there is a `B` before. */
function variableNames(names: string[]): string[] {
  const taken = new Set(["dayside", "archive"]);
  return names.map((name) => {
    const plain = name
      .replace(/\W+/g, "_")
      .replace(/^(?=\d)|^$/, "_")
      .replace(/^_+$/, "values");
    const free = [plain, ...names.map((_, i) => `${plain}_${i + 2}`)].find((n) => !taken.has(n));
    taken.add(free ?? plain);
    return free ?? plain;
  });
}

function pythonText({ server, wanted, range }: Handed): string {
  const series = wanted.flatMap(({ dataset, shown }) => shown.map((name) => [dataset.id, name]));
  const names = variableNames(series.map(([, name = ""]) => name));
  const lines = series.map(([dataset = "", name = ""], i) => {
    const slice = `${pythonTime(range.start)}:${pythonTime(range.stop)}`;
    return `${names[i]} = archive[${quoted(dataset)}][${quoted(name)}][${slice}]`;
  });
  return [
    "import dayside",
    "",
    `archive = dayside.open(${quoted(server)})`,
    ...lines,
    ...names.map((name) => `${name}.dayside.plot()`),
  ].join("\n");
}

function notebookText({ server, link }: Handed): string {
  return [
    "import dayside",
    "",
    `archive = dayside.open(${quoted(server)})`,
    `archive.plot(${quoted(link)})`,
  ].join("\n");
}

/** What is asked for, as an address tells it: readable, and safe between quotes of a shell. */
function query(asked: Record<string, string>): string {
  return Object.entries(asked)
    .map(([name, value]) => `${name}=${inAddress(value)}`)
    .join("&");
}

const inAddress = (text: string): string =>
  encodeURIComponent(text)
    .replace(/%(?:2F|3A|2C)/g, decodeURIComponent)
    .replaceAll("'", "%27");

function askedOf({ range }: Handed, { dataset, parameters }: Wanted): Record<string, string> {
  return {
    dataset: dataset.id,
    parameters: parameters.join(","),
    start: exactTime(range.start),
    stop: exactTime(range.stop),
  };
}

function hapiAddress(handed: Handed, wanted: Wanted): string {
  return `${handed.server}/hapi/data?${query(askedOf(handed, wanted))}`;
}

function shellText(handed: Handed): string {
  const files = handed.wanted.map((wanted) => {
    const asked = query({ ...askedOf(handed, wanted), format: "cdf" });
    return `curl -OJ ${inShell(`${handed.server}/api/data?${asked}`)}`;
  });
  return [...files, `dayside plot ${inShell(handed.link)} -o figure.pdf`].join("\n");
}
