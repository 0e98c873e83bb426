/** Where things are in a plot, and how a time becomes a pixel. */

import type { Range } from "../data/types";
import { fraction, type Extent, type ScaleKind } from "./scale";

/** The plot's area within its canvas, CSS pixels. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Margins every panel has, so that all share one time axis. */
export const GUTTER = { left: 68, right: 84 } as const;
const EDGE = 5;

export function plotArea(width: number, height: number): Area {
  return {
    left: GUTTER.left,
    top: EDGE,
    width: Math.max(1, width - GUTTER.left - GUTTER.right),
    height: Math.max(1, height - 2 * EDGE),
  };
}

export function xOf(time: number, range: Range, area: Area): number {
  return area.left + ((time - range.start) / (range.stop - range.start)) * area.width;
}

export function timeAt(x: number, range: Range, area: Area): number {
  return range.start + ((x - area.left) / area.width) * (range.stop - range.start);
}

export function yOf(value: number, extent: Extent, kind: ScaleKind, area: Area): number {
  return area.top + (1 - fraction(value, extent, kind)) * area.height;
}

/** Names of graphics cards that are none. */
const IMITATED = /swiftshader|llvmpipe|softpipe|software|basic render/i;

let imitated: boolean | null = null;

/**
 * Whether the graphics card is imitated by the processor. Paths "on the card" then take seconds
 * a frame; a canvas that does without one takes a tenth of that.
 */
function isCardImitated(): boolean {
  imitated ??= IMITATED.test(nameOfCard());
  return imitated;
}

function nameOfCard(): string {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return "software";
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return name;
}

/** Match the canvas's pixels to its size on screen; returns a context in CSS pixels. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  ratio: number,
): CanvasRenderingContext2D | null {
  const w = Math.max(1, Math.round(width * ratio));
  const h = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const ctx = canvas.getContext("2d", { willReadFrequently: isCardImitated() });
  ctx?.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx?.clearRect(0, 0, width, height);
  return ctx;
}

/** A coordinate moved to the middle of its device pixel, so that a hairline is one pixel wide. */
export function crisp(value: number, ratio: number): number {
  return (Math.floor(value * ratio) + 0.5) / ratio;
}
