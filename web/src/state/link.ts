/**
 * The state as a link and back.
 *
 * Small states are written to be read, `#v=1&t=2016-09-01T00:00:00Z/2016-09-02T00:00:00Z
 * &p=mars_mag~B&p=mars_ions~flux;scale=log`; longer ones as deflated JSON, `#z=…`.
 */

import { exactTime, parseTime } from "../engine/time";
import {
  cleanRange,
  EMPTY,
  toMap,
  toScale,
  toSlice,
  toViewState,
  VERSION,
  type Panel,
  type Series,
  type ViewState,
} from "./view";

const LONGEST_READABLE = 2048;
/** A link must not unpack to more than this, whatever it claims. */
const MOST_UNPACKED = 1e6;

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

function writePanel({ series, scale, map, slice }: Panel): string {
  const names = series.map((s) => `${encode(s.dataset)}~${encode(s.parameter)}`).join(",");
  const options = Object.entries({ scale, map, slice }).filter(([, said]) => said !== null);
  return [names, ...options.map(([name, said]) => `${name}=${said}`)].join(";");
}

function readSeries(text: string): Series[] {
  const [dataset = "", parameter = ""] = text.split("~").map(decodeURIComponent);
  return dataset && parameter ? [{ dataset, parameter }] : [];
}

function readPanel(text: string): Panel[] {
  const [names = "", ...options] = text.split(";");
  const series = names.split(",").flatMap(readSeries);
  if (series.length === 0) return [];
  const said = new Map(options.map((o) => [o.split("=")[0], o.split("=")[1]]));
  const slice = said.get("slice");
  return [
    {
      series,
      scale: toScale(said.get("scale")),
      map: toMap(said.get("map")),
      slice: slice ? toSlice(Number(slice)) : null,
    },
  ];
}

function readable(view: ViewState): string {
  const parts = [`v=${VERSION}`];
  if (view.range) parts.push(`t=${exactTime(view.range.start)}/${exactTime(view.range.stop)}`);
  return [...parts, ...view.panels.map((p) => `p=${writePanel(p)}`)].join("&");
}

function readReadable(text: string): ViewState | null {
  const fields = text.split("&").map((field): [string, string] => {
    const at = field.indexOf("=");
    return [field.slice(0, at), field.slice(at + 1)];
  });
  const all = (name: string): string[] => fields.filter(([n]) => n === name).map(([, v]) => v);
  if (all("v")[0] !== String(VERSION)) return null;
  const [start, stop] = (all("t")[0] ?? "").split("/").map((v) => parseTime(decodeURIComponent(v)));
  const known = start !== undefined && start !== null && stop !== undefined && stop !== null;
  const panels = all("p").flatMap(readPanel);
  return toViewState({ v: VERSION, panels, range: known ? cleanRange({ start, stop }) : null });
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    if (size > MOST_UNPACKED) {
      await reader.cancel();
      throw new RangeError("too large");
    }
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

async function deflate(text: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const base64 = btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
  return base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function inflate(text: string): Promise<string> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")));
}

/** The part of a link after `#`; empty for the empty workspace. */
export async function toHash(view: ViewState): Promise<string> {
  if (view.panels.length === 0) return "";
  const plain = readable(view);
  return plain.length <= LONGEST_READABLE ? plain : `z=${await deflate(JSON.stringify(view))}`;
}

/** Read the part of a link after `#`. Never fails: what cannot be read is said in `problem`. */
export async function fromHash(hash: string): Promise<Opened> {
  const text = hash.replace(/^#/, "");
  if (!text) return { view: EMPTY, problem: null };
  try {
    const view = text.startsWith("z=")
      ? toViewState(JSON.parse(await inflate(text.slice(2))))
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
