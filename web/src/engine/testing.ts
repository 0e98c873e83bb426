/** Curves for tests: what a server would tell of a few samples. */

import type { View } from "../data/store";
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
