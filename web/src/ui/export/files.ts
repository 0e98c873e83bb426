/** The figure as a file, made in the browser. */

import { GUTTER } from "../../engine/frame";
import { drawFigure, layOut, type Figure, type Print } from "../../engine/figure";
import { withResolution } from "../../engine/png";

import { SvgSurface } from "../../engine/svg";
import { readTheme, type Theme } from "../../engine/theme";
import { gather } from "./gather";
import type { Session } from "../session.svelte";

export const FIGURE_FORMATS = ["PNG", "SVG"] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/** Widths in print. */
export const WIDTHS = [
  { mm: 120, title: "120 mm, a column and a half" },
  { mm: 180, title: "180 mm, the width of a page" },
  { mm: 254, title: "254 mm, a slide" },
] as const;

export const USUAL_WIDTH = 180;

const INCH = 25.4;
const PIXELS_AN_INCH = 96;
export const DOTS_AN_INCH = 300;

export interface FigureOrder {
  format: FigureFormat;
  /** Millimetres. */
  width: number;
}

/** Load, draw and write the view that is open. */
export async function figureFile(
  session: Session,
  { format, width: mm }: FigureOrder,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<Blob> {
  const { range } = session;
  if (!range) throw new Error("Nothing is shown yet.");
  const ratio = DOTS_AN_INCH / PIXELS_AN_INCH;
  const width = (mm / INCH) * PIXELS_AN_INCH;
  const across = width - GUTTER.left - GUTTER.right;
  session.open.settle();
  const link = location.href;
  const dots = Math.round(across * ratio);
  const figure = await gather({ session, range, width: across, dots, link, signal, progress });

  const print = { width, ratio, theme: paper(), painter: session.painter };
  return format === "SVG" ? svgFile(figure, print, link) : pngFile(figure, print);
}

/** Light, whatever the workspace is; and white, as the paper it is printed on. */
function paper(): Theme {
  const root = document.documentElement;
  const before = root.dataset["theme"];
  root.dataset["theme"] = "light";
  const theme = readTheme(document.body);
  if (before === undefined) delete root.dataset["theme"];
  else root.dataset["theme"] = before;
  return { ...theme, ground: "#fff" };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The browser gives no canvas to draw the figure on.");
  return context;
}

async function pngFile(figure: Figure, print: Print): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const layout = layOut(context, figure, print);
  canvas.width = Math.round(print.width * print.ratio);
  canvas.height = Math.round(layout.height * print.ratio);
  context.scale(print.ratio, print.ratio);
  drawFigure(context, figure, layout, print);
  const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!file) throw new Error("The figure is too tall for a PNG of the browser; take SVG.");
  return withResolution(await file.arrayBuffer(), DOTS_AN_INCH);
}

function svgFile(figure: Figure, print: Print, link: string): Blob {
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const surface = new SvgSurface({
    measure: (text, font) => {
      context.font = font;
      return context.measureText(text).width;
    },
    png: pngOf,
  });
  const layout = layOut(surface, figure, print);
  drawFigure(surface, figure, layout, print);
  const text = surface.file(print.width, layout.height, figure.title, link);
  return new Blob([text], { type: "image/svg+xml" });
}

/** A copy: the painter draws its next picture over this one. */
function pngOf(image: CanvasImageSource, width: number, height: number): string {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [width, height];
  contextOf(copy).drawImage(image, 0, 0, width, height, 0, 0, width, height);
  return copy.toDataURL("image/png");
}

/** Hand a file to the browser's downloads. */
export function save(file: Blob, name: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(file);
  anchor.download = name;
  anchor.click();
  // The browser has it by then.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}
