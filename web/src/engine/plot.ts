/**
 * One panel: draws its series on its canvas and answers what is at a time.
 *
 * A plot holds nothing but what it drew last; everything else comes with each frame.
 */

import type { TiledParameter } from "../data/types";
import { drawCells } from "./cellpanel";
import { rowsOf, type Rows } from "./cells";
import { isSpectrogram, NOTHING_DRAWN, type Curve, type Drawn, type Frame } from "./curve";
import { plotArea, prepare } from "./frame";
import { drawLines } from "./linepanel";
import { NOTHING_READ, readCells, readLines, type Readout } from "./reading";
import { sidesOf } from "./sides";
import type { Painter } from "./spectrogram";

export class Plot {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: () => Painter;
  #rows: { tiled: TiledParameter; centers: string; rows: Rows } | null = null;
  #frame: Frame | null = null;

  constructor(canvas: HTMLCanvasElement, painter: () => Painter) {
    this.#canvas = canvas;
    this.#painter = painter;
  }

  draw(frame: Frame): Drawn {
    this.#frame = frame;
    const ctx = prepare(this.#canvas, frame.width, frame.height, frame.ratio);
    const first = frame.curves[0];
    if (!ctx || !first) return NOTHING_DRAWN;
    const { width, height } = frame;
    const area = frame.bare ? { left: 0, top: 0, width, height } : plotArea(width, height);
    return isSpectrogram(first)
      ? drawCells(ctx, area, frame, first, this.#rowsOf(first), this.#painter())
      : drawLines(ctx, area, frame);
  }

  /** Values at a time, and at a height (0 bottom to 1 top) where that matters. */
  read(time: number, height: number | null): Readout {
    const frame = this.#frame;
    const first = frame?.curves[0];
    if (!frame || !first) return NOTHING_READ;
    return isSpectrogram(first)
      ? readCells(first, this.#rowsOf(first), time, height)
      : readLines(frame.curves, sidesOf(frame.curves, frame.values, frame.second), time);
  }

  #rowsOf({ tiled, centers: moved }: Curve): Rows {
    const centers = moved?.join() ?? "";
    if (this.#rows?.tiled !== tiled || this.#rows.centers !== centers) {
      const bins = tiled.bins && moved ? { ...tiled.bins, centers: moved } : tiled.bins;
      this.#rows = { tiled, centers, rows: rowsOf(bins, tiled.columns.length) };
    }
    return this.#rows.rows;
  }
}
