import { describe, expect, it } from "vitest";

import { FLAGGED, GOOD, goodOrUsual, goodValues, PARTLY, partsOf, statusOf } from "./flags";
import { bucketTile, companionOf, rawTile, viewOf } from "./testing";
import { segmentsOf } from "./trace";

describe("what is good", () => {
  it.each([
    ["0 good; 1 fewer than 25 counts", [0]],
    ["Data Quality Flag: 0 = good; 1 = S/C Maneuver 2 = Bad data/missing data", [0]],
    ["0:Bad, 1:Known problems, 2:Survey data, 3:Good, 4:Excellent", [3, 4]],
    ["1 successful fit; 2 no magnetic field; 3 fit failed", [1]],
    ["(0:   adequate; 100: poor, more problems )", [0]],
    ["good = 1", [1]],
  ])("is what %j says", (description, good) => {
    expect(goodValues(description)).toEqual(good);
  });

  it("is zero where nothing is said", () => {
    expect(goodValues("Quality flag, 0 or 1.")).toBeNull();
    expect(goodOrUsual("")).toEqual([0]);
  });

  it("needs all of a bucket to be good", () => {
    expect(statusOf(0, 0, [0])).toBe(GOOD);
    expect(statusOf(0, 2, [0])).toBe(PARTLY);
    expect(statusOf(1, 2, [0])).toBe(FLAGGED);
    expect(statusOf(3, 4, [3, 4])).toBe(GOOD);
    expect(statusOf(NaN, NaN, [0])).toBe(GOOD);
  });
});

describe("parts of a line", () => {
  const range = { start: 0, stop: 10 };
  const flag = (...flags: number[]) => ({
    ...companionOf(rawTile([0, 1, 2, 3, 4], flags)),
    good: [0],
    flagged: "mark" as const,
  });
  const { pieces } = viewOf(rawTile([0, 1, 2, 3, 4], [10, 11, 12, 13, 14]));
  const means = (segments: { trace: { mean: ArrayLike<number> } }[]): number[] =>
    segments.flatMap((s) => Array.from(s.trace.mean));

  it("leave flagged samples to a line of their own", () => {
    const parts = partsOf(segmentsOf(pieces, 0, 1, range), 0, flag(0, 0, 7, 0, 0));
    expect(means(parts.good)).toEqual([10, 11, NaN, 13, 14]);
    expect(means(parts.flagged)).toEqual([NaN, 11, 12, 13, NaN]);
    expect(means(parts.points)).toEqual([NaN, NaN, 12, NaN, NaN]);
  });

  it("hide only what is flagged through and through", () => {
    const line = segmentsOf(viewOf(bucketTile(1, [1, 2, 3], [1, 2, 3])).pieces, 0, 1, range);
    const flags = {
      ...companionOf(bucketTile(1, [0, 0, 1], [0, 1, 1])),
      good: [0],
      flagged: "hide" as const,
    };
    const parts = partsOf(line, 0, flags);
    expect(means(parts.good)).toEqual([1, NaN, NaN]);
    expect(means(parts.flagged)).toEqual([1, 2, NaN]);
  });
});
