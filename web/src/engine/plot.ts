/**
 * One panel: draws its series on its canvas and answers what is at a time.
 *
 * A plot holds nothing but what it drew last; everything else comes with each frame.
 */

import { cellsIn, drawCells, type Cells } from "./cellpanel";
import { readCells } from "./cellreading";
import { isSpectrogram, NOTHING_DRAWN, type Drawn, type Frame } from "./curve";
import { plotArea, prepare, type Area } from "./frame";
import { drawLines } from "./linepanel";
import { NOTHING_READ, readLines, type Readout } from "./reading";
import { sidesOf } from "./sides";
import type { Painter } from "./spectrogram";
import { spectrumAt, type Spectrum } from "./spectrum";
import type { Surface } from "./surface";
import { tableOfCells, tablesOfLines, type Table } from "./table";

/** Draw the panel `area` is of, on whatever surface. */
export function drawPanel(
  surface: Surface,
  area: Area,
  frame: Frame,
  painter: () => Painter,
): Drawn {
  const [first] = frame.curves;
  if (!first) return NOTHING_DRAWN;
  return isSpectrogram(first)
    ? drawCells(surface, area, frame, cellsIn(first, frame), painter())
    : drawLines(surface, area, frame);
}

export class Plot {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: () => Painter;
  #frame: Frame | null = null;
  #cells: Cells | null = null;
  #drawn: Drawn = NOTHING_DRAWN;

  constructor(canvas: HTMLCanvasElement, painter: () => Painter) {
    this.#canvas = canvas;
    this.#painter = painter;
  }

  draw(frame: Frame): Drawn {
    this.#drawn = this.#draw(frame);
    return this.#drawn;
  }

  #draw(frame: Frame): Drawn {
    this.#frame = frame;
    const ctx = prepare(this.#canvas, frame.width, frame.height, frame.ratio);
    const first = frame.curves[0];
    if (!ctx || !first) return NOTHING_DRAWN;
    const { width, height } = frame;
    const area = frame.bare ? { left: 0, top: 0, width, height } : plotArea(width, height);
    this.#cells = isSpectrogram(first) ? cellsIn(first, frame) : null;
    return this.#cells
      ? drawCells(ctx, area, frame, this.#cells, this.#painter())
      : drawLines(ctx, area, frame);
  }

  /** Values at a time, and at a height (0 bottom to 1 top) where that matters. */
  read(time: number, height: number | null): Readout {
    if (this.#cells) return readCells(this.#cells, time, height);
    if (!this.#frame) return NOTHING_READ;
    const { curves, values, second } = this.#frame;
    return readLines(curves, sidesOf(curves, values, second), time);
  }

  /** What is in view, as a table a curve. */
  tables(): Table[] {
    if (!this.#frame) return [];
    const { curves, values, second, range } = this.#frame;
    if (this.#cells) return [tableOfCells(this.#cells, range)];
    return tablesOfLines(curves, sidesOf(curves, values, second), range);
  }

  /** The spectrum at a time; null where there is none. */
  spectrum(time: number): Spectrum | null {
    return this.#cells && spectrumAt(this.#cells, this.#drawn, time);
  }
}
