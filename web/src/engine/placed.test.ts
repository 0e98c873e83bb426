import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Range } from "../data/types";
import { placed, type Placed } from "./placed";
import { mapping, runs, type Mapping } from "./points";
import type { Extent } from "./scale";
import { addShapes, noShapes } from "./shapes";
import { RecordedPath, twoTiles } from "./testing";
import { segmentsOf, type Segment } from "./trace";

const AREA = { left: 68, top: 5, width: 600, height: 90 };
const TILES = twoTiles();

function runIn(range: Range, extent: Extent = { low: 0, high: 5 }): [Segment[], Mapping] {
  const run = runs(segmentsOf(TILES, 0, 1, range))[0] ?? [];
  return [run, mapping(AREA, range, extent, "linear")];
}

const pointsOf = (path: Path2D): [number, number][] => (path as unknown as RecordedPath).points;

/** What is in view of a line, moved to its place. */
function inView(points: [number, number][], { right, down } = { right: 0, down: 0 }): Set<string> {
  const moved = points.map(([x, y]) => [x + right, y + down] as const);
  const shown = moved.filter(([x]) => x > AREA.left && x < AREA.left + AREA.width);
  return new Set(shown.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`));
}

function direct(run: Segment[], map: Mapping): Set<string> {
  const strokes = noShapes();
  addShapes(strokes, run, map);
  return inView(pointsOf(strokes.line));
}

beforeEach(() => vi.stubGlobal("Path2D", RecordedPath));
afterEach(() => vi.unstubAllGlobals());

describe("a run that is placed", () => {
  it("is so from the second time on that its lengths are met", () => {
    expect(placed(...runIn({ start: 100, stop: 500 }))).toBeNull();
    expect(placed(...runIn({ start: 110, stop: 510 }))).not.toBeNull();
    // Another length of a second, another of a unit.
    expect(placed(...runIn({ start: 110, stop: 520 }))).toBeNull();
    expect(placed(...runIn({ start: 110, stop: 510 }, { low: 0, high: 6 }))).toBeNull();
  });

  it.each([
    ["sideways", 60, 0],
    ["up and down", 0, 0.75],
    ["both ways", -80.3, -1.2],
  ])("stands where it would be drawn anew, however far it is moved: %s", (_, by, up) => {
    const view = { start: 201, stop: 590 };
    placed(...runIn(view));
    const first = placed(...runIn(view));
    const [run, map] = runIn(
      { start: view.start + by, stop: view.stop + by },
      { low: up, high: 5 + up },
    );
    const again = placed(run, map) as Placed;
    expect(again.strokes).toBe(first?.strokes);
    expect(inView(pointsOf(again.strokes.line), again)).toEqual(direct(run, map));
  });

  it("is not where most of it is beside the plot", () => {
    const narrow = runIn({ start: 300, stop: 400 });
    placed(...narrow);
    expect(placed(...narrow)).toBeNull();
  });
});
