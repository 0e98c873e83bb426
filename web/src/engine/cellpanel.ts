/** A panel with a spectrogram: its picture, the axis upwards and the colour bar. */

import type { Piece } from "../data/store";
import { drawColourBar, drawValueAxis, type Axis } from "./axes";
import { tileExtent, type Rows } from "./cells";
import { axisTitle, type Curve, type Drawn, type Frame } from "./curve";
import type { Area } from "./frame";
import { chosenExtent, type Extent, type Limits, type ScaleKind } from "./scale";
import type { Painter, Picture } from "./spectrogram";

export function drawCells(
  ctx: CanvasRenderingContext2D,
  area: Area,
  frame: Frame,
  curve: Curve,
  rows: Rows,
  painter: Painter,
): Drawn {
  const { theme, ratio, range, values } = frame;
  const kind = values.scale ?? curve.parameter.scale;
  const pieces = curve.view.pieces.filter((p) => p.to > range.start && p.from < range.stop);
  const colour = colourExtent(pieces, kind, values.limits);
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
  const image = painter.paint(picture, width, height);
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(image, 0, 0, width, height, area.left, area.top, area.width, area.height);
  if (!frame.bare) drawAxes(ctx, area, frame, curve, rows, { extent: colour, kind });
  return { extent: colour, kind, gaps: 0, empty: pieces.length === 0 };
}

function drawAxes(
  ctx: CanvasRenderingContext2D,
  area: Area,
  { theme, ratio, map }: Frame,
  { tiled, parameter }: Curve,
  rows: Rows,
  colours: Pick<Axis, "extent" | "kind">,
): void {
  const up: Axis = {
    extent: rows.extent,
    kind: rows.kind,
    title: axisTitle(tiled.bins?.units ?? "", null, tiled.bins?.name),
  };
  drawValueAxis(ctx, up, area, theme, ratio, false);
  const bar: Axis = { ...colours, title: axisTitle(parameter.units, parameter.frame) };
  drawColourBar(ctx, bar, map, area, theme, ratio);
}

/** The range of the colours: of the tiles in view, so that a small pan does not change it. */
function colourExtent(pieces: Piece[], kind: ScaleKind, limits: Limits | null): Extent {
  const extents = [...new Set(pieces.map((p) => p.tile))]
    .map((tile) => tileExtent(tile, kind))
    .filter((extent) => extent !== null);
  const low = Math.min(...extents.map((e) => e.low));
  const high = Math.max(...extents.map((e) => e.high));
  return chosenExtent(limits, { low, high }, kind);
}
