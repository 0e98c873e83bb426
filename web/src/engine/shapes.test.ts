import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Piece } from "../data/store";
import { mapping, Points, runs, type Mapping } from "./points";
import { line } from "./paths";
import { addShapes, hasShapes, noShapes } from "./shapes";
import { bucketTile } from "./testing";
import { segmentsOf, type Segment } from "./trace";

/** Notes where a path leads. */
class Recorded {
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
  addPath(path: Recorded, { a = 1, d = 1, e = 0, f = 0 }: DOMMatrix2DInit): void {
    for (const [x, y] of path.points)
      this.points.push([a * Math.fround(x) + e, d * Math.fround(y) + f]);
  }
}

const AREA = { left: 68, top: 5, width: 600, height: 90 };
const SPAN = 400;

/** Two tiles side by side, each of which lacks a bucket if `gap`. */
function pieces(gap = false): Piece[] {
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

function drawn(range: { start: number; stop: number }, of = pieces()): [Segment[], Mapping] {
  const segments = segmentsOf(of, 0, 1, range);
  return [segments, mapping(AREA, range, { low: 0, high: 5 }, "linear")];
}

const key = ([x, y]: [number, number]): string => `${x.toFixed(2)} ${y.toFixed(2)}`;

beforeEach(() => vi.stubGlobal("Path2D", Recorded));
afterEach(() => vi.unstubAllGlobals());

describe("shapes", () => {
  it.each([
    ["all of two tiles", { start: 0, stop: 800 }, false],
    ["a part of both", { start: 150.25, stop: 620.5 }, false],
    ["what has gaps", { start: 20, stop: 700 }, true],
  ])("lead where the points do: %s", (_, range, gap) => {
    const [segments, map] = drawn(range, pieces(gap));
    const strokes = noShapes();
    const followed = new Recorded();
    const points = new Points();
    for (const run of runs(segments)) {
      expect(hasShapes(run, map)).toBe(true);
      addShapes(strokes, run, map);
      points.project(run, map, true);
      line(followed as unknown as Path2D, points);
    }
    const inView = (all: [number, number][]): Set<string> =>
      new Set(all.filter(([x]) => x >= AREA.left && x <= AREA.left + AREA.width).map(key));
    expect(inView((strokes.line as unknown as Recorded).points)).toEqual(inView(followed.points));
  });

  it("reach from the least to the greatest of every bucket", () => {
    const [segments, map] = drawn({ start: 0, stop: 800 });
    const strokes = noShapes();
    for (const run of runs(segments)) addShapes(strokes, run, map);
    const { points } = strokes.band as unknown as Recorded;
    const values = points.map(([, y]) => (5 * (AREA.top + AREA.height - y)) / AREA.height);
    expect(Math.max(...values)).toBeCloseTo(4, 2);
    expect(Math.min(...values)).toBeCloseTo(1, 2);
  });

  it("are not for points that have to be thinned out or marked, nor for a few", () => {
    const of = (stop: number, width: number): boolean => {
      const range = { start: 0, stop };
      const map = mapping({ ...AREA, width }, range, { low: 0, high: 5 }, "linear");
      return runs(segmentsOf(pieces(), 0, 1, range)).some((run) => hasShapes(run, map));
    };
    expect(of(800, 600)).toBe(true);
    expect(of(800, 50)).toBe(false);
    expect(of(100, 1200)).toBe(false);
    expect(of(40, 60)).toBe(false);
  });

  it("are not for a tile that another stands in for in view", () => {
    const [first, second] = pieces();
    if (!first || !second) throw new Error("no pieces");
    const [segments, map] = drawn({ start: 0, stop: 800 }, [{ ...first, to: 300 }, second]);
    expect(runs(segments).map((run) => hasShapes(run, map))).toEqual([false, true]);
  });

  it("are not for what has no place on a logarithmic axis", () => {
    const range = { start: 0, stop: 800 };
    const low = pieces().map((p) => ({
      ...p,
      tile: bucketTile(1, [-1, ...Array(300).fill(1)], [...Array(301).fill(2)]),
    }));
    const run = runs(segmentsOf(low.slice(0, 1), 0, 1, range))[0] ?? [];
    expect(hasShapes(run, mapping(AREA, range, { low: 1, high: 5 }, "log"))).toBe(false);
    expect(hasShapes(run, mapping(AREA, range, { low: 1, high: 5 }, "linear"))).toBe(true);
  });
});
