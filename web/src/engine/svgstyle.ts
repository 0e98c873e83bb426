/** Colours, type and gradients of a canvas as attributes of SVG. */

import type { Surface } from "./surface";
import { number } from "./svgpath";

export type Style = Pick<
  Surface,
  | "fillStyle"
  | "strokeStyle"
  | "globalAlpha"
  | "lineWidth"
  | "lineJoin"
  | "font"
  | "textAlign"
  | "textBaseline"
>;

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = {
  center: "middle",
  right: "end",
  end: "end",
};
/** Of the size of the type: how far a baseline lies below the point its text hangs at. */
const DROPS: Partial<Record<CanvasTextBaseline, number>> = {
  middle: 0.35,
  top: 0.86,
  bottom: -0.22,
};

const COLOUR = /^rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?([\d.]+))?\)$/;
const FONT = /^(?:(\S+) )?([\d.]+)px (.+)$/;

// XML has no place for these.
// eslint-disable-next-line no-control-regex
const UNTOLD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;

export function escaped(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(UNTOLD, "");
}

/** ` name="value"` of all that say something. */
export function attributes(said: Record<string, string>): string {
  return Object.entries(said)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
}

/** A colour as all programs understand it: without a share of transparency in itself. */
export function paint(
  name: "fill" | "stroke",
  style: Style["fillStyle"],
  alpha: number,
): Record<string, string> {
  const said = style instanceof SvgGradient ? `url(#${style.id})` : String(style);
  const [, red, green, blue, share = "1"] = COLOUR.exec(said) ?? [];
  const hex = (text = "0"): string => Number(text).toString(16).padStart(2, "0");
  const opacity = alpha * Number(share);
  return {
    [name]: red === undefined ? said : `#${hex(red)}${hex(green)}${hex(blue)}`,
    [`${name}-opacity`]: opacity === 1 ? "" : number(opacity),
  };
}

export function textAttributes(style: Style, x: number, y: number): Record<string, string> {
  const [, weight = "", size = "10", family = "sans-serif"] = FONT.exec(style.font) ?? [];
  return {
    x: number(x),
    y: number(y + (DROPS[style.textBaseline] ?? 0) * Number(size)),
    "text-anchor": ANCHORS[style.textAlign] ?? "",
    "font-family": family,
    "font-size": size,
    "font-weight": weight,
  };
}

export class SvgGradient implements CanvasGradient {
  readonly id: string;
  readonly #ends: number[];
  readonly #stops: string[] = [];

  constructor(id: string, ends: number[]) {
    this.id = id;
    this.#ends = ends;
  }

  addColorStop(offset: number, color: string): void {
    const said = { offset: String(offset), "stop-color": paint("fill", color, 1)["fill"] ?? "" };
    this.#stops.push(`<stop${attributes(said)}/>`);
  }

  toString(): string {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = this.#ends;
    const ends = { x1: number(x1), y1: number(y1), x2: number(x2), y2: number(y2) };
    const said = attributes({ id: this.id, gradientUnits: "userSpaceOnUse", ...ends });
    return `<linearGradient${said}>${this.#stops.join("")}</linearGradient>`;
  }
}
