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
  const ctx = canvas.getContext("2d");
  ctx?.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx?.clearRect(0, 0, width, height);
  return ctx;
}

/** A coordinate moved to the middle of its device pixel, so that a hairline is one pixel wide. */
export function crisp(value: number, ratio: number): number {
  return (Math.floor(value * ratio) + 0.5) / ratio;
}
