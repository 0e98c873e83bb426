import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { mapping, Points, runs, type Mapping } from "./points";
import { line } from "./paths";
import { addShapes, hasShapes, noShapes } from "./shapes";
import { bucketTile, RecordedPath, twoTiles } from "./testing";
import { segmentsOf, type Segment } from "./trace";

const AREA = { left: 68, top: 5, width: 600, height: 90 };

function drawn(range: { start: number; stop: number }, of = twoTiles()): [Segment[], Mapping] {
  const segments = segmentsOf(of, 0, 1, range);
  return [segments, mapping(AREA, range, { low: 0, high: 5 }, "linear")];
}

const key = ([x, y]: [number, number]): string => `${x.toFixed(2)} ${y.toFixed(2)}`;

beforeEach(() => vi.stubGlobal("Path2D", RecordedPath));
afterEach(() => vi.unstubAllGlobals());

describe("shapes", () => {
  it.each([
    ["all of two tiles", { start: 0, stop: 800 }, false],
    ["a part of both", { start: 150.25, stop: 620.5 }, false],
    ["what has gaps", { start: 20, stop: 700 }, true],
  ])("lead where the points do: %s", (_, range, gap) => {
    const [segments, map] = drawn(range, twoTiles(gap));
    const strokes = noShapes();
    const followed = new RecordedPath();
    const points = new Points();
    for (const run of runs(segments)) {
      expect(hasShapes(run, map)).toBe(true);
      addShapes(strokes, run, map);
      points.project(run, map, true);
      line(followed as unknown as Path2D, points);
    }
    const inView = (all: [number, number][]): Set<string> =>
      new Set(all.filter(([x]) => x >= AREA.left && x <= AREA.left + AREA.width).map(key));
    expect(inView((strokes.line as unknown as RecordedPath).points)).toEqual(
      inView(followed.points),
    );
  });

  it("reach from the least to the greatest of every bucket", () => {
    const [segments, map] = drawn({ start: 0, stop: 800 });
    const strokes = noShapes();
    for (const run of runs(segments)) addShapes(strokes, run, map);
    const { points } = strokes.band as unknown as RecordedPath;
    const values = points.map(([, y]) => (5 * (AREA.top + AREA.height - y)) / AREA.height);
    expect(Math.max(...values)).toBeCloseTo(4, 2);
    expect(Math.min(...values)).toBeCloseTo(1, 2);
  });

  it("are not for points that have to be thinned out or marked, nor for a few", () => {
    const of = (stop: number, width: number): boolean => {
      const range = { start: 0, stop };
      const map = mapping({ ...AREA, width }, range, { low: 0, high: 5 }, "linear");
      return runs(segmentsOf(twoTiles(), 0, 1, range)).some((run) => hasShapes(run, map));
    };
    expect(of(800, 600)).toBe(true);
    expect(of(800, 50)).toBe(false);
    expect(of(100, 1200)).toBe(false);
    expect(of(40, 60)).toBe(false);
  });

  it("are not for a tile that another stands in for in view", () => {
    const [first, second] = twoTiles();
    if (!first || !second) throw new Error("no pieces");
    const [segments, map] = drawn({ start: 0, stop: 800 }, [{ ...first, to: 300 }, second]);
    expect(runs(segments).map((run) => hasShapes(run, map))).toEqual([false, true]);
  });

  it("are not for what has no place on a logarithmic axis", () => {
    const range = { start: 0, stop: 800 };
    const low = twoTiles().map((p) => ({
      ...p,
      tile: bucketTile(1, [-1, ...Array(300).fill(1)], [...Array(301).fill(2)]),
    }));
    const run = runs(segmentsOf(low.slice(0, 1), 0, 1, range))[0] ?? [];
    expect(hasShapes(run, mapping(AREA, range, { low: 1, high: 5 }, "log"))).toBe(false);
    expect(hasShapes(run, mapping(AREA, range, { low: 1, high: 5 }, "linear"))).toBe(true);
  });
});
