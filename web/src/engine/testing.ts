/** Curves for tests: what a server would tell of a few samples. */

import type { Piece, View } from "../data/store";
import type { BucketTile, RawTile, Tile } from "../data/tile";
import { toDataset, toLevels } from "../data/records";
import { plainLook, type Companion, type Curve } from "./curve";

export function rawTile(times: number[], ...columns: number[][]): RawTile {
  return {
    kind: "raw",
    start: 0,
    times: Float64Array.from(times),
    columns: columns.length,
    values: Float64Array.from(columns.flat()),
  };
}

export function bucketTile(width: number, low: number[], high: number[]): BucketTile {
  const mean = Float32Array.from(low, (v, i) => (v + (high[i] ?? NaN)) / 2);
  return {
    kind: "buckets",
    start: 0,
    width,
    buckets: low.length,
    columns: 1,
    stats: { mean, min: Float32Array.from(low), max: Float32Array.from(high) },
    count: mean.map(() => 1),
  };
}

export function viewOf(...tiles: Tile[]): View {
  const pieces = tiles.map((tile, i) => ({ key: `${i}`, tile, from: -1e9, to: 1e9 }));
  return { pieces, level: -1, loading: false, error: null, newer: false };
}

/** A curve of a parameter, described as the server does. */
export function curveOf(
  described: Record<string, unknown>,
  columns: string[],
  ...tiles: Tile[]
): Curve {
  const [parameter] = toDataset({
    parameters: [{ name: "B", units: "nT", ...described }],
  }).parameters;
  const [tiled] = toLevels({
    parameters: [{ name: "B", columns, stats: ["min", "max", "mean"], raw_dtype: "float64" }],
  }).parameters;
  if (!parameter || !tiled) throw new Error("no parameter");
  return {
    parameter,
    tiled,
    cadence: 1,
    view: viewOf(...tiles),
    moving: null,
    reduction: "",
    binConversions: [],
    conversions: [],
    look: plainLook(tiled),
  };
}

export function companionOf(...tiles: Tile[]): Companion {
  return { tiled: curveOf({}, ["value"]).tiled, view: viewOf(...tiles) };
}

/** Notes where a path leads. */
export class RecordedPath {
  points: [number, number][] = [];
  moveTo(x: number, y: number): void {
    this.points.push([x, y]);
  }
  lineTo(x: number, y: number): void {
    this.points.push([x, y]);
  }
  closePath(): void {
    // Where it began is known.
  }
  addPath(path: RecordedPath, { a = 1, d = 1, e = 0, f = 0 }: DOMMatrix2DInit): void {
    for (const [x, y] of path.points)
      this.points.push([a * Math.fround(x) + e, d * Math.fround(y) + f]);
  }
}

const SPAN = 400;

/** Two tiles side by side, each of which lacks a bucket if `gap`. */
export function twoTiles(gap = false): Piece[] {
  return [0, SPAN].map((start) => {
    const low = Array.from({ length: SPAN }, (_, i) => 2 + Math.sin((start + i) / 9));
    if (gap) low[120] = NaN;
    const tile = {
      ...bucketTile(
        1,
        low,
        low.map((v) => v + 1),
      ),
      start,
    };
    return { key: `${start}`, tile, from: start, to: start + SPAN };
  });
}
