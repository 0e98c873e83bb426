/**
 * The state as a link and back.
 *
 * Small states are written to be read, `#v=2&t=2016-09-01T00:00:00Z/2016-09-02T00:00:00Z
 * &p=mars_mag~B&p=mars_ions~flux;scale=log`; longer ones as deflated JSON, `#z=…`. What is
 * as usual is left out.
 */

import type { AxisChoice } from "../engine/scale";
import { exactTime, parseTime } from "../engine/time";
import { pack, unpack } from "./pack";
import { toViewState } from "./read";
import {
  EMPTY,
  newPanel,
  newSeries,
  VERSION,
  type Panel,
  type Series,
  type ViewState,
} from "./view";

const LONGEST_READABLE = 2048;

export interface Opened {
  view: ViewState;
  /** What was wrong with the link, as a sentence; null where nothing was. */
  problem: string | null;
}

const SEPARATORS = /[~!*'();,]/g;

/** Percent-encode all that separates parts of a link; slashes and colons stay readable. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(SEPARATORS, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%2F/g, "/")
    .replace(/%3A/g, ":");
}

type Option = [name: string, said: string];

/** `;scale=log;limits=1..9`, or for the second axis `;scale2=log`. */
function axisOptions({ scale, limits, units }: AxisChoice, suffix: string): Option[] {
  return [
    ...(scale ? [[`scale${suffix}`, scale] satisfies Option] : []),
    ...(limits ? [[`limits${suffix}`, limits.join("..")] satisfies Option] : []),
    ...(units === null ? [] : [[`units${suffix}`, encode(units)] satisfies Option]),
  ];
}

function writeSeries(series: Series): string {
  const usual = newSeries("", "");
  const said = [
    ...(series.columns ? [`c=${series.columns.map(encode).join("+")}`] : []),
    ...(series.side === usual.side ? [] : [`side=${series.side}`]),
    ...(series.errors === usual.errors ? [] : [`errors=${series.errors}`]),
    ...(series.flagged === usual.flagged ? [] : [`flagged=${series.flagged}`]),
  ];
  return [encode(series.dataset), encode(series.parameter), ...said].join("~");
}

function writePanel(panel: Panel): string {
  const { series, values, second, map, upwards, over, height } = panel;
  const usual = newPanel("", "");
  const options: Option[] = [
    ...axisOptions(values, ""),
    ...axisOptions(second, "2"),
    ...(map ? [["map", map] satisfies Option] : []),
    ...(upwards === null ? [] : [["upwards", String(upwards)] satisfies Option]),
    ...(over.length > 0 ? [["over", over.join("+")] satisfies Option] : []),
    ...(height === usual.height ? [] : [["height", String(height)] satisfies Option]),
  ];
  return [series.map(writeSeries).join(","), ...options.map((o) => o.join("="))].join(";");
}

function readable({ title, range, panels, rulers }: ViewState): string {
  return [
    `v=${VERSION}`,
    ...(title ? [`title=${encode(title)}`] : []),
    ...(range ? [`t=${exactTime(range.start)}/${exactTime(range.stop)}`] : []),
    ...panels.map((p) => `p=${writePanel(p)}`),
    ...rulers.map((r) => `r=${encode(r.dataset)}~${encode(r.parameter)}`),
  ].join("&");
}

const pairsOf = (texts: string[]): Map<string, string> =>
  new Map(texts.map((text) => [text.split("=")[0] ?? "", text.slice(text.indexOf("=") + 1)]));

const numberOf = (text: string | undefined): number => (text ? Number(text) : NaN);

function readSeries(text: string): unknown {
  const [dataset = "", parameter = "", ...said] = text.split("~");
  const options = pairsOf(said);
  const errors = options.get("errors");
  return {
    dataset: decodeURIComponent(dataset),
    parameter: decodeURIComponent(parameter),
    columns: options.get("c")?.split("+").map(decodeURIComponent),
    side: options.get("side"),
    errors: errors === undefined ? undefined : errors === "true",
    flagged: options.get("flagged"),
  };
}

function readAxis(options: Map<string, string>, suffix: string): unknown {
  const units = options.get(`units${suffix}`);
  return {
    scale: options.get(`scale${suffix}`),
    limits: options.get(`limits${suffix}`)?.split("..").map(numberOf),
    units: units === undefined ? undefined : decodeURIComponent(units),
  };
}

/** Version 1 is read as well: it had `slice` where now there is `over`. */
function readPanel(text: string): unknown {
  const [names = "", ...said] = text.split(";");
  const options = pairsOf(said);
  const over = options.get("over") ?? options.get("slice");
  return {
    series: names.split(",").map(readSeries),
    values: readAxis(options, ""),
    second: readAxis(options, "2"),
    map: options.get("map"),
    upwards: numberOf(options.get("upwards")),
    over: over?.split("+").map((o) => (o === "mean" || o === "sum" ? o : numberOf(o))),
    height: numberOf(options.get("height")),
  };
}

function readReadable(text: string): ViewState | null {
  const fields = text.split("&").map((field): [string, string] => {
    const at = field.indexOf("=");
    return [field.slice(0, at), field.slice(at + 1)];
  });
  const all = (name: string): string[] => fields.filter(([n]) => n === name).map(([, v]) => v);
  const version = Number(all("v")[0]);
  if (version !== 1 && version !== VERSION) return null;
  const [start, stop] = (all("t")[0] ?? "").split("/").map((v) => parseTime(decodeURIComponent(v)));
  return toViewState({
    v: VERSION,
    title: decodeURIComponent(all("title")[0] ?? ""),
    range: { start, stop },
    panels: all("p").map(readPanel),
    rulers: all("r").map(readSeries),
  });
}

/** The part of a link after `#`; empty for the empty workspace. */
export async function toHash(view: ViewState): Promise<string> {
  if (view.panels.length === 0) return "";
  const plain = readable(view);
  return plain.length <= LONGEST_READABLE ? plain : `z=${await pack(JSON.stringify(view))}`;
}

/** Read the part of a link after `#`. Never fails: what cannot be read is said in `problem`. */
export async function fromHash(hash: string): Promise<Opened> {
  const text = hash.replace(/^#/, "");
  if (!text) return { view: EMPTY, problem: null };
  try {
    const view = text.startsWith("z=")
      ? toViewState(JSON.parse(await unpack(text.slice(2))))
      : readReadable(text);
    if (view) return { view, problem: null };
  } catch {
    // Cut short or changed on its way; said below.
  }
  return {
    view: EMPTY,
    problem: "This link cannot be read; it may have been cut short. Ask for it again.",
  };
}
