import { describe, expect, it } from "vitest";

import { levels as synthetic } from "../../dev/synthetic";
import { bucketWidth, chooseLevel, RAW, standIns, tilesIn, tileSpan, without } from "./levels";
import { toLevels } from "./records";

const levels = toLevels(synthetic("mock_mag"));
const parameter = levels.parameters[0];
if (!parameter) throw new Error("no parameter");
const around = (length: number): { start: number; stop: number } => {
  const middle = (levels.start + levels.stop) / 2;
  return { start: middle - length / 2, stop: middle + length / 2 };
};

describe("chooseLevel", () => {
  it("gives between half a bucket and two a pixel at every zoom", () => {
    for (let length = 20_000; length < levels.stop - levels.start; length *= 1.31) {
      const level = chooseLevel(levels, parameter, around(length), 900);
      const perPixel = length / 900 / bucketWidth(levels, level);
      expect(level).not.toBe(RAW);
      expect(perPixel).toBeGreaterThanOrEqual(0.5);
      expect(perPixel).toBeLessThanOrEqual(2);
    }
  });

  it("goes to the samples where the finest level is too coarse", () => {
    expect(chooseLevel(levels, parameter, around(600), 900)).toBe(RAW);
  });

  it("never asks for very many tiles", () => {
    for (let length = 1; length < 1e10; length *= 2) {
      const level = chooseLevel(levels, parameter, around(length), 4000);
      const [first, last] = tilesIn(levels, parameter, level, around(length));
      expect(last - first).toBeLessThan(48);
    }
  });

  it("does without samples or levels where there are none", () => {
    expect(chooseLevel(levels, { ...parameter, rawWidth: 0 }, around(1), 900)).toBe(0);
    expect(chooseLevel({ ...levels, levels: [] }, parameter, around(1e6), 900)).toBe(RAW);
  });
});

describe("tilesIn", () => {
  it("covers the range, within what there is", () => {
    const range = around(86400);
    const [first, last] = tilesIn(levels, parameter, 0, range);
    const span = tileSpan(levels, parameter, 0);
    expect(first * span).toBeLessThanOrEqual(range.start);
    expect((last + 1) * span).toBeGreaterThanOrEqual(range.stop);
    expect(tilesIn(levels, parameter, 0, { start: 0, stop: 1e6 })).toEqual([0, -1]);
  });
});

it("standIns are the level, then coarser ones, then finer ones", () => {
  expect(standIns(levels, 5)).toEqual([5, 6, 7, 4, 3, 2, 1, 0, RAW]);
});

it("without leaves what the hole does not cover", () => {
  const range = { start: 0, stop: 10 };
  expect(without([range], { start: 2, stop: 3 })).toEqual([
    { start: 0, stop: 2 },
    { start: 3, stop: 10 },
  ]);
  expect(without([range], { start: -1, stop: 11 })).toEqual([]);
  expect(without([range], { start: 20, stop: 30 })).toEqual([range]);
});
