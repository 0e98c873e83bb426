import { describe, expect, it } from "vitest";

import { barsOf } from "./errors";
import { belowZero, valueExtent, withBars } from "./extents";
import { bucketTile, companionOf, rawTile, viewOf } from "./testing";
import { segmentsOf, type Segment } from "./trace";

const range = { start: 0, stop: 10 };
const line = (...values: number[]): Segment[] =>
  segmentsOf(viewOf(rawTile([...values.keys()], values)).pieces, 0, 1, range);

describe("the extent", () => {
  it("is of positive values only on a logarithmic axis", () => {
    expect(valueExtent(line(-5, 0, 2, 8), range, "log")).toEqual({ low: 2, high: 8 });
    expect(valueExtent(line(-5, -1), range, "log").high).toBe(-Infinity);
    expect(valueExtent(line(-5, -1), range, "log").low).toBe(Infinity);
  });

  it("takes the mean of a bucket that reaches below zero", () => {
    const segments = segmentsOf(viewOf(bucketTile(1, [-2], [6])).pieces, 0, 1, range);
    expect(valueExtent(segments, range, "log")).toEqual({ low: 2, high: 6 });
  });

  it("counts what a logarithmic axis leaves out", () => {
    expect(belowZero(line(-5, 0, 2, NaN, 8), range)).toBe(2);
  });
});

describe("error bars", () => {
  it("reach from the value by what the companions say", () => {
    const [minus, plus] = [
      companionOf(rawTile([0, 1], [1, NaN])),
      companionOf(rawTile([0, 1], [2, 3])),
    ];
    const [bars] = barsOf(line(10, 20), 0, [minus, plus]);
    expect(Array.from(bars?.trace.low ?? [])).toEqual([9, 20]);
    expect(Array.from(bars?.trace.high ?? [])).toEqual([12, 23]);
  });

  it("make the axis longer, but very long ones do not make all else small", () => {
    const found = { low: 0, high: 10 };
    expect(withBars(found, { low: -1, high: 12 }, "linear")).toEqual({ low: -1, high: 12 });
    expect(withBars(found, { low: -900, high: 900 }, "linear")).toEqual({ low: -10, high: 20 });
    expect(withBars({ low: 1, high: 10 }, { low: 0.001, high: 12 }, "log").low).toBe(1);
  });
});
