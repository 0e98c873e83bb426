/**
 * One panel: draws its series on its canvas and answers what is at a time.
 *
 * A plot holds nothing but what it drew last; everything else comes with each frame.
 */

import type { Piece, View } from "../data/store";
import type { Parameter, Range, TiledParameter } from "../data/types";
import { drawColourBar, drawTimeGrid, drawValueAxis, type Axis } from "./axes";
import { rowsOf, tileExtent, type Rows } from "./cells";
import type { ColourMap } from "./colours";
import { GUTTER, plotArea, prepare, type Area } from "./frame";
import { drawLine, gapsIn, mapping, valueExtent } from "./lines";
import { readCells, readLines, type Reading } from "./reading";
import { niceExtent, prettyUnits, type Extent, type ScaleKind } from "./scale";
import type { Painter, Picture } from "./spectrogram";
import { seriesColour, type Theme } from "./theme";
import { segmentsOf, type Segment } from "./trace";

/** One series with all that is known of it. */
export interface Curve {
  parameter: Parameter;
  tiled: TiledParameter;
  cadence: number | null;
  view: View;
  /** Centres of bins that move, as they are in view. */
  centers: number[] | null;
}

export interface Frame {
  curves: Curve[];
  range: Range;
  /** CSS pixels. */
  width: number;
  height: number;
  ratio: number;
  theme: Theme;
  scale: ScaleKind | null;
  map: ColourMap;
  /** A small picture: nothing but the data. */
  bare?: boolean;
}

/** A line of the legend. */
export interface LegendEntry {
  label: string;
  colour: string;
}

/** What a drawn panel shows, for words and legends. */
export interface Drawn {
  /** Range of the values (lines) or of the colours (spectrogram). */
  extent: Extent | null;
  kind: ScaleKind;
  gaps: number;
  empty: boolean;
}

const NOTHING_DRAWN: Drawn = { extent: null, kind: "linear", gaps: 0, empty: true };

/** "nT · GSE": what a number on an axis means. */
export function axisTitle(units: string | null, frame: string | null, name = ""): string {
  const unit = units === null ? "unit unknown" : prettyUnits(units);
  return [name, unit, frame ?? ""].filter(Boolean).join(" · ");
}

/** `Bx` for a short name, `x` where the name is long and in the title; |B| for the magnitude. */
export function columnLabel({ parameter, tiled }: Curve, column: number): string {
  const { name } = parameter;
  const said = tiled.columns[column] ?? "";
  const short = name.length <= 3;
  if (tiled.columns.length === 1) return parameter.label || name;
  if (said === "magnitude") return short ? `|${name}|` : said;
  if (said.startsWith(name)) return short ? said : said.slice(name.length).replace(/^[_ ]/, "");
  return short && said.length <= 2 ? name + said : said;
}

export function isSpectrogram(curve: Curve): boolean {
  return curve.tiled.display === "spectrogram";
}

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
      ? this.#drawCells(ctx, area, frame, first)
      : drawLines(ctx, area, frame);
  }

  /** Values at a time, and at a height (0 bottom to 1 top) where that matters. */
  read(time: number, height: number | null): Reading[] {
    const frame = this.#frame;
    const first = frame?.curves[0];
    if (!frame || !first) return [];
    return isSpectrogram(first)
      ? readCells(first, this.#rowsOf(first), time, height)
      : frame.curves.flatMap((curve) => readLines(curve, time));
  }

  #rowsOf({ tiled, centers: moved }: Curve): Rows {
    const centers = moved?.join() ?? "";
    if (this.#rows?.tiled !== tiled || this.#rows.centers !== centers) {
      const bins = tiled.bins && moved ? { ...tiled.bins, centers: moved } : tiled.bins;
      this.#rows = { tiled, centers, rows: rowsOf(bins, tiled.columns.length) };
    }
    return this.#rows.rows;
  }

  #drawCells(ctx: CanvasRenderingContext2D, area: Area, frame: Frame, curve: Curve): Drawn {
    const { theme, ratio, range } = frame;
    const rows = this.#rowsOf(curve);
    const kind = frame.scale ?? curve.parameter.scale;
    const pieces = curve.view.pieces.filter((p) => p.to > range.start && p.from < range.stop);
    const colour = colourExtent(pieces, kind);
    ctx.fillStyle = theme.void;
    ctx.fillRect(area.left, area.top, area.width, area.height);
    const width = Math.round(area.width * ratio);
    const height = Math.round(area.height * ratio);
    const picture: Picture = {
      pieces,
      range,
      rows,
      cadence: curve.cadence,
      colour,
      kind,
      map: frame.map,
    };
    const image = this.#painter().paint(picture, width, height);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(image, 0, 0, width, height, area.left, area.top, area.width, area.height);
    const drawn = { extent: colour, kind, gaps: 0, empty: pieces.length === 0 };
    if (frame.bare) return drawn;
    const bins = curve.tiled.bins;
    const up: Axis = {
      extent: rows.extent,
      kind: rows.kind,
      title: axisTitle(bins?.units ?? "", null, bins?.name),
    };
    drawValueAxis(ctx, up, area, theme, ratio, false);
    const bar: Axis = {
      extent: colour,
      kind,
      title: axisTitle(curve.parameter.units, curve.parameter.frame),
    };
    drawColourBar(ctx, bar, frame.map, area, theme, ratio);
    return drawn;
  }
}

/** The range of the colours: of the tiles in view, so that a small pan does not change it. */
function colourExtent(pieces: Piece[], kind: ScaleKind): Extent {
  const extents = [...new Set(pieces.map((p) => p.tile))]
    .map((tile) => tileExtent(tile, kind))
    .filter((extent) => extent !== null);
  const low = Math.min(...extents.map((e) => e.low));
  const high = Math.max(...extents.map((e) => e.high));
  return niceExtent({ low, high }, kind);
}

function drawLines(ctx: CanvasRenderingContext2D, area: Area, frame: Frame): Drawn {
  const { curves, range, theme, ratio } = frame;
  const first = curves[0];
  if (!first) return NOTHING_DRAWN;
  const kind = frame.scale ?? first.parameter.scale;
  const lines = curves.flatMap((curve, i) => linesOf(curve, i, frame));
  const found = valueExtent(
    lines.flatMap((l) => l.segments),
    range,
    kind,
  );
  const extent = niceExtent(found, kind);
  const empty = !Number.isFinite(found.low);
  if (!frame.bare) {
    drawTimeGrid(ctx, range, area, theme, ratio);
    const title = axisTitle(first.parameter.units, first.parameter.frame);
    if (!empty) drawValueAxis(ctx, { extent, kind, title }, area, theme, ratio, true);
  }
  if (!empty && kind === "linear" && extent.low < 0 && extent.high > 0)
    zeroLine(ctx, extent, area, frame);
  const map = mapping(area, range, extent, kind);
  for (const { segments, colour } of lines) drawLine(ctx, map, segments, colour);
  if (!frame.bare) drawLegend(ctx, area, frame, legend(curves, theme));
  const gaps = gapsIn(lines[0]?.segments ?? [], range);
  return { extent: empty ? null : found, kind, gaps, empty };
}

interface Line {
  segments: Segment[];
  colour: string;
}

function linesOf(curve: Curve, index: number, { range, theme }: Frame): Line[] {
  const columns = curve.tiled.columns;
  const shift = columns.length === 1 ? index : 0;
  const lines = columns.map((name, column) => ({
    segments: segmentsOf(curve.view.pieces, column, curve.cadence, range),
    colour: seriesColour(theme, column + shift, name),
  }));
  // The magnitude lies under its components.
  return lines.reverse();
}

export function legend(curves: Curve[], theme: Theme): LegendEntry[] {
  return curves.flatMap((curve, i) =>
    curve.tiled.columns.map((name, column) => ({
      label: columnLabel(curve, column),
      colour: seriesColour(theme, column + (curve.tiled.columns.length === 1 ? i : 0), name),
    })),
  );
}

function zeroLine(ctx: CanvasRenderingContext2D, extent: Extent, area: Area, frame: Frame): void {
  const y = area.top + (extent.high / (extent.high - extent.low)) * area.height;
  ctx.fillStyle = frame.theme.secondary;
  ctx.globalAlpha = 0.45;
  ctx.fillRect(area.left, Math.round(y * frame.ratio) / frame.ratio, area.width, 1 / frame.ratio);
  ctx.globalAlpha = 1;
}

const LEGEND_STEP = 17;

function drawLegend(
  ctx: CanvasRenderingContext2D,
  area: Area,
  frame: Frame,
  entries: LegendEntry[],
): void {
  const room = Math.max(1, Math.floor(area.height / LEGEND_STEP));
  const left = area.left + area.width + 10;
  // A single line is named by the panel's title.
  if (entries.length < 2) return;
  ctx.font = frame.theme.font;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  entries.slice(0, room).forEach(({ label, colour }, i) => {
    const y = area.top + 8 + i * LEGEND_STEP;
    ctx.fillStyle = colour;
    ctx.fillRect(left, y - 1, 10, 2);
    ctx.fillText(label, left + 15, y, GUTTER.right - 28);
  });
}
