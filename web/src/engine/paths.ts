/** Points as paths: the envelope, the line through the means, marks of single samples. */

import type { Mapping, Points } from "./points";
import type { Path } from "./surface";

/** Samples further apart than this many pixels are marked one by one. */
const MARK_SPACING = 12;

export function band(path: Path, map: Mapping, points: Points): void {
  const { x, low, high, length } = points;
  const bottom = map.area.top + map.area.height;
  // A single bucket would have no width at all.
  const half = length === 1 ? 0.75 : 0;
  for (let i = 0; i < length; i++) {
    const y = high[i] ?? NaN;
    const top = Number.isFinite(y) ? y : bottom;
    if (i === 0) path.moveTo((x[0] ?? NaN) - half, top);
    path.lineTo((x[i] ?? NaN) + half, top);
  }
  for (let i = length - 1; i >= 0; i--) {
    const y = low[i] ?? NaN;
    const floor = Number.isFinite(y) ? y : bottom;
    path.lineTo((x[i] ?? NaN) + half, floor);
    if (half > 0) path.lineTo((x[i] ?? NaN) - half, floor);
  }
  path.closePath();
}

/**
 * Draw a polyline; where many points fall on one pixel only the first, lowest, highest
 * and last of them, which looks the same.
 */
export function line(path: Path, points: Points): void {
  const { x: xs, mean, length, columns } = points;
  let down = false;
  let column = NaN;
  let x = 0;
  let top = 0;
  let bottom = 0;
  let last = 0;
  for (let i = 0; i <= length; i++) {
    const y = i < length ? (mean[i] ?? NaN) : NaN;
    const next = xs[i] ?? NaN;
    const there = Number.isFinite(y);
    if (there && down && Math.floor(next * columns) === column) {
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      last = y;
      continue;
    }
    if (down && top !== bottom) {
      path.lineTo(x, top);
      path.lineTo(x, bottom);
      path.lineTo(x, last);
    }
    if (there && down) path.lineTo(next, y);
    else if (there) path.moveTo(next, y);
    down = there;
    column = Math.floor(next * columns);
    x = next;
    top = bottom = last = y;
  }
}

/** Marks differ by shape as well, so that colour alone tells nothing. */
const SHAPES = ["circle", "square", "triangle", "diamond"] as const;
export type Shape = (typeof SHAPES)[number];

export function shapeOf(series: number): Shape {
  return SHAPES[series % SHAPES.length] ?? "circle";
}

function mark(path: Path, shape: Shape, x: number, y: number, r: number): void {
  if (shape === "circle") {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  if (shape === "square") {
    path.rect(x - r, y - r, 2 * r, 2 * r);
    return;
  }
  const long = 1.4 * r;
  path.moveTo(x, y - long);
  path.lineTo(x + long, shape === "diamond" ? y : y + r);
  if (shape === "diamond") path.lineTo(x, y + long);
  path.lineTo(x - long, shape === "diamond" ? y : y + r);
  path.closePath();
}

/** Sizes of marks: of a point alone, and of points that are far apart. */
export interface MarkSizes {
  lone: number;
  apart: number;
}

/** Mark single points, and every point where they are far apart. */
export function marks(path: Path, points: Points, shape: Shape, sizes: MarkSizes): void {
  const { x, mean, length } = points;
  if (length > 1 && !areApart(points, MARK_SPACING)) return;
  const radius = length === 1 ? sizes.lone : sizes.apart;
  for (let i = 0; i < length; i++) {
    const y = mean[i] ?? NaN;
    if (Number.isFinite(y)) mark(path, shape, x[i] ?? NaN, y, radius);
  }
}

/** Whether points are at least `pixels` apart, on average. */
export function areApart({ x, length }: Points, pixels: number): boolean {
  return length === 1 || (x[length - 1] ?? NaN) - (x[0] ?? NaN) >= (length - 1) * pixels;
}

/** Half the width of a bar's ends. */
const CAP = 2.5;

/** Error bars, of points with one. */
export function bars(path: Path, { x: xs, low, high, length }: Points, map: Mapping): void {
  const bottom = map.area.top + map.area.height;
  for (let i = 0; i < length; i++) {
    const x = xs[i] ?? NaN;
    const top = high[i] ?? NaN;
    if (!Number.isFinite(top) || top === low[i]) continue;
    const end = Number.isFinite(low[i]) ? (low[i] ?? NaN) : bottom;
    path.moveTo(x - CAP, top);
    path.lineTo(x + CAP, top);
    path.moveTo(x, top);
    path.lineTo(x, end);
    path.moveTo(x - CAP, end);
    path.lineTo(x + CAP, end);
  }
}
