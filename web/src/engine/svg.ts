/**
 * Drawings as SVG: the calls a canvas takes, written into a file.
 *
 * Text stays text and lines stay lines, so that an editor of drawings can change them;
 * pictures lie in the file as PNG.
 */

import type { Surface } from "./surface";
import { attributes, escaped, paint, SvgGradient, textAttributes, type Style } from "./svgstyle";
import { number, SvgPath } from "./svgpath";

/** What an SVG cannot tell by itself. */
export interface SvgTools {
  measure(text: string, font: string): number;
  /** The upper left part of a picture as the `data:` address of a PNG. */
  png(image: CanvasImageSource, width: number, height: number): string;
}

type State = Style & { dash: number[]; moves: string[]; clip: string };

export class SvgSurface implements Surface {
  fillStyle: Surface["fillStyle"] = "#000";
  strokeStyle: Surface["strokeStyle"] = "#000";
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  /** Pictures are shown as they are in any case. */
  imageSmoothingEnabled = false;

  readonly #tools: SvgTools;
  readonly #written: string[] = [];
  readonly #gradients: SvgGradient[] = [];
  readonly #saved: State[] = [];
  #path = new SvgPath();
  #dash: number[] = [];
  #moves: string[] = [];
  #clip = "";
  #clips = 0;

  constructor(tools: SvgTools) {
    this.#tools = tools;
  }

  newPath(): SvgPath {
    return new SvgPath();
  }

  beginPath(): void {
    this.#path = new SvgPath();
  }

  moveTo(x: number, y: number): void {
    this.#path.moveTo(x, y);
  }

  lineTo(x: number, y: number): void {
    this.#path.lineTo(x, y);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path.rect(x, y, width, height);
  }

  fill(path: unknown = this.#path): void {
    this.#draw(path, { ...paint("fill", this.fillStyle, this.globalAlpha) });
  }

  stroke(path: unknown = this.#path): void {
    this.#draw(path, {
      fill: "none",
      ...paint("stroke", this.strokeStyle, this.globalAlpha),
      "stroke-width": number(this.lineWidth),
      "stroke-linejoin": this.lineJoin === "miter" ? "" : this.lineJoin,
      "stroke-dasharray": this.#dash.map(number).join(" "),
    });
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const path = new SvgPath();
    path.rect(x, y, width, height);
    this.fill(path);
  }

  fillText(text: string, x: number, y: number, room = Infinity): void {
    const squeezed = this.measureText(text).width > room;
    this.#write("text", escaped(text), {
      ...textAttributes(this, x, y),
      ...paint("fill", this.fillStyle, this.globalAlpha),
      textLength: squeezed ? number(room) : "",
      lengthAdjust: squeezed ? "spacingAndGlyphs" : "",
    });
  }

  measureText(text: string): { width: number } {
    return { width: this.#tools.measure(text, this.font) };
  }

  setLineDash(dash: Iterable<number>): void {
    this.#dash = [...dash];
  }

  createLinearGradient(...ends: [number, number, number, number]): CanvasGradient {
    const gradient = new SvgGradient(`gradient-${this.#gradients.length + 1}`, ends);
    this.#gradients.push(gradient);
    return gradient;
  }

  drawImage(
    image: CanvasImageSource,
    _fromX: number,
    _fromY: number,
    fromWidth: number,
    fromHeight: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    this.#write("image", "", {
      x: number(x),
      y: number(y),
      width: number(width),
      height: number(height),
      preserveAspectRatio: "none",
      // Cells of a spectrogram have edges.
      style: "image-rendering:pixelated",
      href: this.#tools.png(image, fromWidth, fromHeight),
    });
  }

  translate(x: number, y: number): void {
    this.#moves.push(`translate(${number(x)} ${number(y)})`);
  }

  rotate(angle: number): void {
    this.#moves.push(`rotate(${number((angle * 180) / Math.PI)})`);
  }

  /** Nothing is drawn outside the path begun last, until what was saved is restored. */
  clip(): void {
    const id = `clip-${++this.#clips}`;
    const within = attributes({ id, "clip-path": this.#clip });
    this.#written.push(`<clipPath${within}><path d="${this.#path}"/></clipPath>`);
    this.#clip = `url(#${id})`;
  }

  save(): void {
    const { fillStyle, strokeStyle, globalAlpha, lineWidth, lineJoin } = this;
    const { font, textAlign, textBaseline } = this;
    const style = { fillStyle, strokeStyle, globalAlpha, lineWidth, lineJoin };
    const type = { font, textAlign, textBaseline };
    const place = { dash: this.#dash, moves: [...this.#moves], clip: this.#clip };
    this.#saved.push({ ...style, ...type, ...place });
  }

  restore(): void {
    const state = this.#saved.pop();
    if (!state) return;
    const { dash, moves, clip, ...style } = state;
    Object.assign(this, style);
    [this.#dash, this.#moves, this.#clip] = [dash, moves, clip];
  }

  /** The whole file. Sizes in pixels, 96 of them an inch; the file tells them in mm. */
  file(width: number, height: number, title: string, description = ""): string {
    const mm = (pixels: number): string => `${number((pixels * 25.4) / 96)}mm`;
    const size = attributes({
      width: mm(width),
      height: mm(height),
      viewBox: `0 0 ${number(width)} ${number(height)}`,
    });
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<svg xmlns="http://www.w3.org/2000/svg"${size}>`,
      `<title>${escaped(title)}</title>`,
      `<desc>${escaped(description)}</desc>`,
      `<defs>${this.#gradients.join("")}</defs>`,
      ...this.#written,
      "</svg>",
      "",
    ].join("\n");
  }

  #draw(path: unknown, style: Record<string, string>): void {
    if (path instanceof SvgPath && !path.isEmpty) {
      this.#write("path", "", { ...style, d: path.toString() });
    }
  }

  #write(name: string, content: string, said: Record<string, string>): void {
    const place = { transform: this.#moves.join(" "), "clip-path": this.#clip };
    this.#written.push(`<${name}${attributes({ ...said, ...place })}>${content}</${name}>`);
  }
}
