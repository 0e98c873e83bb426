import { describe, expect, it } from "vitest";

import { mapping, Points, runs } from "./points";
import { bucketTile, rawTile, viewOf } from "./testing";
import { segmentsOf } from "./trace";

const AREA = { left: 0, top: 0, width: 100, height: 100 };
const BOUNDS = { low: 0, high: 10 };

function projected(low: number[], high: number[], kind: "linear" | "log" = "linear"): Points {
  const range = { start: 0, stop: low.length };
  const points = new Points();
  const [run = []] = runs(segmentsOf(viewOf(bucketTile(1, low, high)).pieces, 0, 1, range));
  points.project(
    run,
    mapping(AREA, range, kind === "log" ? { low: 1, high: 10 } : BOUNDS, kind),
    true,
  );
  return points;
}

describe("thinning out", () => {
  const low = Array.from({ length: 3000 }, (_, i) => 3 + Math.sin(i));
  const high = low.map((v, i) => v + (i === 1234 ? 4 : 1));

  it("keeps the lowest and the highest of every pixel", () => {
    const points = projected(low, high);
    points.thin();
    expect(points.length).toBe(100);
    const tops = points.high.subarray(0, points.length);
    expect(100 - Math.min(...tops)).toBeCloseTo(10 * (high[1234] ?? 0), 3);
    const bottoms = points.low.subarray(0, points.length);
    expect(100 - Math.max(...bottoms)).toBeCloseTo(10 * Math.min(...low), 3);
  });

  it("leaves points that are apart as they are", () => {
    const points = projected([1, 2, 3, 4], [5, 6, 7, 8]);
    const before = [...points.low.subarray(0, 4)];
    points.thin();
    expect([...points.low.subarray(0, points.length)]).toEqual(before);
  });

  it("reaches down to the end of a logarithmic axis where a value has no place", () => {
    const points = projected(Array(3000).fill(-1), Array(3000).fill(5), "log");
    points.thin();
    expect(Number.isFinite(points.low[0])).toBe(false);
    expect(Number.isFinite(points.high[0])).toBe(true);
  });
});

describe("runs", () => {
  const parts = (values: number[], range = { start: 0, stop: values.length }): number[][] =>
    runs(segmentsOf(viewOf(rawTile([...values.keys()], values)).pieces, 0, 1, range)).map((run) =>
      run.flatMap((s) => [s.begin, s.end]),
    );

  it("end where a value is missing", () => {
    expect(parts([1, 2, NaN, 4, 5])).toEqual([
      [0, 2],
      [3, 5],
    ]);
    expect(parts([NaN, 2, 3, NaN])).toEqual([[1, 3]]);
    expect(parts([NaN, NaN])).toEqual([]);
  });

  it("are cut to what is in view, and one point more", () => {
    expect(parts([0, 1, 2, 3, 4, 5, 6], { start: 2.5, stop: 3.5 })).toEqual([[2, 5]]);
  });
});
