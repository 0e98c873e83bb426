import { describe, expect, it } from "vitest";

import type { Levels } from "../data/types";
import * as history from "./history";
import {
  addPanel,
  addSeries,
  changePanel,
  copyPanel,
  moveBorder,
  movePanel,
  removePanel,
  removeSeries,
} from "./edit";
import { cleanRange, extentOf, openingOf, zoomed } from "./range";
import { toViewState } from "./read";
import { EMPTY, newPanel, newSeries } from "./view";

const three = ["a", "b", "c"].reduce((view, name) => addPanel(view, newPanel("d", name)), EMPTY);
const names = (view: typeof three): string[] =>
  view.panels.map((p) => p.series[0]?.parameter ?? "");

describe("panels", () => {
  it("move, and stay at the ends", () => {
    expect(names(movePanel(three, 0, 1))).toEqual(["b", "a", "c"]);
    expect(movePanel(three, 0, -1)).toBe(three);
    expect(names(movePanel(three, 2, 0))).toEqual(["c", "a", "b"]);
    expect(movePanel(three, 2, 3)).toBe(three);
  });

  it("are copied beside themselves", () => {
    expect(names(copyPanel(three, 1))).toEqual(["a", "b", "b", "c"]);
  });

  it("hold several parameters, each once, and go with the last", () => {
    const both = addSeries(addSeries(three, 1, newSeries("d", "x")), 1, newSeries("d", "x"));
    expect(both.panels[1]?.series.map((s) => s.parameter)).toEqual(["b", "x"]);
    expect(names(removeSeries(removeSeries(both, 1, 0), 1, 0))).toEqual(["a", "c"]);
  });

  it("share their height with the one below, and leave it some", () => {
    const heights = (view: typeof three): number[] => view.panels.map((p) => p.height);
    expect(heights(moveBorder(three, 0, 0.25))).toEqual([1.25, 0.75, 1]);
    expect(heights(moveBorder(three, 0, 9))).toEqual([1.8, 0.2, 1]);
    expect(heights(moveBorder(three, 0, -9))).toEqual([0.2, 1.8, 1]);
    expect(moveBorder(three, 2, 0.5)).toBe(three);
    expect(heights(moveBorder(changePanel(three, 0, { height: 8 }), 0, 1))[0]).toBe(8);
  });

  it("leave the empty workspace behind", () => {
    expect([0, 0, 0].reduce((view) => removePanel(view, 0), three)).toEqual(EMPTY);
  });
});

describe("ranges", () => {
  it("stay in order, finite and not too short", () => {
    const { start, stop } = cleanRange({ start: 10, stop: 10 });
    expect(stop - start).toBeCloseTo(1e-3, 6);
    const wide = cleanRange({ start: -1e300, stop: 1e300 });
    expect(Number.isFinite(wide.start) && wide.stop > wide.start).toBe(true);
  });

  it("open with the shortest end of what is too long to come from afar", () => {
    const levels = (start: number, opening: number | null): Levels => ({
      ...{ dataset: "d", version: "", start, stop: 100, levels: [], parameters: [] },
      opening: opening === null ? null : { start: opening, stop: 100 },
    });
    const shown = [levels(0, null), levels(-50, 80), levels(10, 90)];
    expect(openingOf(shown)).toEqual({ start: 90, stop: 100 });
    expect(extentOf(shown)).toEqual({ start: -50, stop: 100 });
    expect(openingOf(shown.slice(0, 1))).toBeNull();
    expect(extentOf([])).toBeNull();
  });

  it("zoom about a fixed time", () => {
    expect(zoomed({ start: 0, stop: 10 }, 0.5, 2)).toEqual({ start: 1, stop: 6 });
  });
});

describe("toViewState", () => {
  it("reads what it wrote", () => {
    expect(toViewState(JSON.parse(JSON.stringify(three)))).toEqual(three);
  });

  it("refuses what is no state", () => {
    for (const odd of [null, 3, {}, { v: 9, panels: [] }, { v: 1 }, { v: 2 }])
      expect(toViewState(odd)).toBeNull();
  });
});

describe("history", () => {
  it("undoes to the beginning and redoes to the end", () => {
    let h = history.begin(0);
    for (const state of [1, 2, 3]) h = history.push(h, state);
    for (let i = 0; i < 9; i++) h = history.undo(h);
    expect(h.present).toBe(0);
    for (let i = 0; i < 9; i++) h = history.redo(h);
    expect(h.present).toBe(3);
  });

  it("forgets the future on a new step", () => {
    const h = history.push(history.undo(history.push(history.begin("a"), "b")), "c");
    expect(h).toEqual({ past: ["a"], present: "c", future: [] });
  });
});
