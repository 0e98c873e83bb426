import { describe, expect, it } from "vitest";

import type { Piece } from "../data/store";
import type { BucketTile, RawTile, Tile } from "../data/tile";
import { valueExtent } from "./extents";
import { gapsIn } from "./lines";
import { joins, lowerBound, segmentsOf, traceOf } from "./trace";

function raw(times: number[], values = times): RawTile {
  return {
    kind: "raw",
    start: 0,
    times: Float64Array.from(times),
    columns: 1,
    values: Float32Array.from(values),
  };
}

function buckets(start: number, means: number[]): BucketTile {
  const mean = Float32Array.from(means);
  return {
    kind: "buckets",
    start,
    width: 10,
    buckets: means.length,
    columns: 1,
    stats: { mean, min: mean.map((v) => v - 1), max: mean.map((v) => v + 1) },
    count: mean.map(() => 1),
  };
}

const piece = (tile: Tile, from: number, to: number): Piece => ({ key: `${from}`, tile, from, to });
const breaks = (tile: Tile, cadence: number | null): number =>
  traceOf(tile, 0, cadence).mean.filter((v) => Number.isNaN(v)).length;

describe("gaps", () => {
  it("break the line where samples are missing", () => {
    expect(breaks(raw([0, 1, 2, 4, 5, 6]), 1)).toBe(1);
    expect(breaks(raw([0, 1, 2, 3, 4]), 1)).toBe(0);
  });

  it("are not seen in a slower mode", () => {
    expect(breaks(raw([0, 1, 2, 3, 13, 23, 33, 43]), 1)).toBe(0);
  });

  it("stand between single samples that are very far apart", () => {
    expect(breaks(raw([0, 3600, 7200]), 1)).toBe(2);
  });

  it("use the usual step where no cadence is known", () => {
    expect(breaks(raw([0, 5, 10, 15, 40, 45, 50]), null)).toBe(1);
  });

  it("are empty buckets, unless the cadence is longer than a bucket", () => {
    expect(breaks(buckets(0, [1, NaN, 3, 4]), 1)).toBe(1);
    expect(breaks(buckets(0, [1, NaN, 3, NaN, 5]), 20)).toBe(0);
  });

  it("are counted within the range", () => {
    const segments = segmentsOf([piece(raw([0, 1, 2, 6, 7, 8, 12, 13]), 0, 20)], 0, 1, {
      start: 0,
      stop: 9,
    });
    expect(gapsIn(segments, { start: 0, stop: 9 })).toBe(1);
  });
});

describe("segmentsOf", () => {
  const a = buckets(0, [1, 2, 3, 4]);
  const b = buckets(40, [5, 6, 7, 8]);
  const pieces = [piece(a, 0, 40), piece(b, 40, 80)];

  it("joins neighbouring tiles", () => {
    const [first, second] = segmentsOf(pieces, 0, 1, { start: 0, stop: 80 });
    expect(first && second && joins(first, second)).toBe(true);
    expect(first).toMatchObject({ begin: 0, end: 4 });
    expect(second).toMatchObject({ begin: 0, end: 4 });
  });

  it("takes one point more at both sides, also from the tile beside", () => {
    const segments = segmentsOf(pieces, 0, 1, { start: 41, stop: 62 });
    expect(segments.map(({ begin, end }) => [begin, end])).toEqual([
      [3, 4],
      [0, 3],
    ]);
  });

  it("shows the range's extremes and no others", () => {
    const range = { start: 10, stop: 30 };
    expect(valueExtent(segmentsOf(pieces, 0, 1, range), range, "linear")).toEqual({
      low: 1,
      high: 4,
    });
  });
});

it("lowerBound finds the first element not below", () => {
  const sorted = [1, 2, 2, 5];
  expect([0, 1, 2, 3, 6].map((v) => lowerBound(sorted, v))).toEqual([0, 0, 1, 3, 4]);
});
