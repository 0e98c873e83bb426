/** A panel with a spectrogram: its picture, the axis upwards and the colour bar. */

import type { Piece } from "../data/store";
import type { Bins } from "../data/types";
import { rowsOf, type Rows } from "./bins";
import { gapsBetween, tileExtent } from "./cells";
import { drawColourBar } from "./colourbar";
import { axisTitle, type Axis, type Curve, type Drawn, type Frame } from "./curve";
import { dimensionName } from "./distribution";
import type { Area } from "./frame";
import { drawRowAxis } from "./rowaxis";
import { chosenExtent, type Extent, type Limits, type ScaleKind } from "./scale";
import type { Painter, Picture } from "./spectrogram";
import type { Surface } from "./surface";
import { shownIn, type Shown } from "./units";

/** What of a curve is shown, and in which units. */
export interface Cells {
  curve: Curve;
  rows: Rows;
  values: Shown;
  up: Shown;
}

export function cellsIn(curve: Curve, frame: Pick<Frame, "values" | "second" | "range">): Cells {
  const { tiled, parameter, moving } = curve;
  const values = shownIn(frame.values.units, parameter.units, curve.conversions);
  const up = shownIn(frame.second.units, tiled.bins?.units ?? "", curve.binConversions);
  const view = { bins: tiled.bins, count: tiled.columns.length, moving };
  return { curve, values, up, rows: rowsOf(view, frame.second, up.factor, frame.range) };
}

export function drawCells(
  ctx: Surface,
  area: Area,
  frame: Frame,
  cells: Cells,
  painter: Painter,
): Drawn {
  const { theme, ratio, range, map } = frame;
  const { curve, rows, values } = cells;
  const kind = frame.values.scale ?? curve.parameter.scale;
  const pieces = curve.view.pieces.filter((p) => p.to > range.start && p.from < range.stop);
  const shown = colourExtent(pieces, kind, frame.values.limits, values.factor);
  const colour = scaled(shown, 1 / values.factor);
  ctx.fillStyle = theme.void;
  ctx.fillRect(area.left, area.top, area.width, area.height);
  const width = Math.round(area.width * ratio);
  const height = Math.round(area.height * ratio);
  const { cadence } = curve;
  const picture: Picture = { pieces, range, rows, cadence, colour, kind, map };
  const image = painter.paint(picture, width, height);
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(image, 0, 0, width, height, area.left, area.top, area.width, area.height);
  const up = upAxis(cells);
  if (!frame.bare) {
    drawRowAxis(ctx, up, namesOf(curve.tiled.bins), rows, area, frame);
    drawColourBar(ctx, { extent: shown, kind }, barTitles(cells), map, area, theme, ratio);
  }
  const { gaps, empty } = gapsBetween(pieces, range, width, cadence);
  return { extent: empty ? null : shown, kind, gaps, empty, units: values.units, up };
}

const scaled = ({ low, high }: Extent, factor: number): Extent => ({
  low: low * factor,
  high: high * factor,
});

function upAxis({ curve, rows, up }: Cells): Axis {
  const { bins } = curve.tiled;
  const title = axisTitle(up.units, null, bins ? dimensionName(bins, 0) : "");
  return { extent: scaled(rows.extent, up.factor), kind: rows.kind, title };
}

/** Names of bins that are no quantity. */
function namesOf(bins: Bins | null): string[] | null {
  return bins?.labels && !bins.units && !bins.parameter ? bins.labels : null;
}

/** "flux · cm⁻² s⁻¹", and the unit alone where there is no room for more. */
function barTitles({ curve, values }: Cells): string[] {
  const { parameter } = curve;
  const names = [parameter.label || parameter.name, parameter.name, ""];
  return names.map((name) => axisTitle(values.units, parameter.frame, name));
}

/** The range of the colours: of the tiles in view, so that a small pan does not change it. */
function colourExtent(
  pieces: Piece[],
  kind: ScaleKind,
  limits: Limits | null,
  factor: number,
): Extent {
  const extents = [...new Set(pieces.map((p) => p.tile))]
    .map((tile) => tileExtent(tile, kind))
    .filter((extent) => extent !== null);
  const low = Math.min(...extents.map((e) => e.low)) * factor;
  const high = Math.max(...extents.map((e) => e.high)) * factor;
  return chosenExtent(limits, { low, high }, kind);
}
