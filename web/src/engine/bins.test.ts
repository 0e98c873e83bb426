import { describe, expect, it } from "vitest";

import type { Piece } from "../data/store";
import type { Tile } from "../data/tile";
import type { Bins } from "../data/types";
import { AS_DATA_SAY } from "../state/view";
import { rowAt, rowsOf, type Edges, type Rows } from "./bins";
import { NOTHING } from "./cells";
import { lookup, rowTable } from "./lookup";
import type { AxisChoice } from "./scale";

const RANGE = { start: 0, stop: 6 };

function bins(change: Partial<Bins>): Bins {
  return {
    name: "energy",
    units: "eV",
    centers: null,
    ranges: null,
    parameter: null,
    labels: null,
    scale: "linear",
    ...change,
  };
}

function fixed(change: Partial<Bins> | null, count: number, choice = AS_DATA_SAY): Rows {
  return rowsOf({ bins: change && bins(change), count, moving: null }, choice, 1, RANGE);
}

function edgesOf(rows: Rows, time = 0): Edges {
  const edges = rows.at(time);
  if (!edges) throw new Error("no edges");
  return edges;
}

describe("rows", () => {
  it("lie between geometric middles of logarithmic centres", () => {
    const rows = fixed({ centers: [10, 100, 1000] }, 3);
    expect(rows.kind).toBe("log");
    expect([...edgesOf(rows)].slice(2, 4).map(Math.round)).toEqual([32, 316]);
    expect(rows.extent.low).toBeCloseTo(3.162, 3);
  });

  it("lie between arithmetic middles of linear ones", () => {
    const rows = fixed({ centers: [0, 10, 20] }, 3);
    expect(rows).toMatchObject({ kind: "linear", extent: { low: -5, high: 25 } });
  });

  it("may fall, and leave gaps", () => {
    const falling = fixed({ centers: [1000, 100, 10], scale: "log" }, 3);
    expect(rowAt(edgesOf(falling), 900)).toBe(0);
    const ranges: [number, number][] = [
      [0, 1],
      [2, 3],
    ];
    const gappy = fixed({ ranges }, 2);
    expect(rowAt(edgesOf(gappy), 1.5)).toBe(NOTHING);
    expect([...rowTable(edgesOf(gappy), gappy, 6)]).toEqual([1, 1, NOTHING, NOTHING, 0, 0]);
  });

  it("are numbered where there are no numbers at all", () => {
    expect(fixed(null, 4).extent).toEqual({ low: -0.5, high: 3.5 });
    expect(fixed({ centers: [NaN, NaN] }, 2).extent).toEqual({ low: -0.5, high: 1.5 });
    expect(fixed({ labels: ["H+", "O+"] }, 2).extent).toEqual({ low: -0.5, high: 1.5 });
  });

  it("have no place where their bin has none", () => {
    const rows = fixed({ centers: [1, 2, NaN, 4] }, 4);
    expect([...edgesOf(rows)]).toEqual([0.5, 1.5, 1.5, 2.5, NaN, NaN, 3.5, 4.5]);
    expect([...rowTable(edgesOf(rows), rows, 4)]).toEqual([3, NOTHING, 1, 0]);
  });

  it("go on the axis that was chosen", () => {
    const choice: AxisChoice = { scale: "linear", limits: [0, 0.1], units: "keV" };
    const view = { bins: bins({ centers: [10, 100, 1000] }), count: 3, moving: null };
    const rows = rowsOf(view, choice, 1e-3, RANGE);
    expect(rows).toMatchObject({ kind: "linear", extent: { low: 0, high: 100 } });
    // The edges are where the instrument has them, whatever the axis.
    expect(Math.round(edgesOf(rows)[3] ?? 0)).toBe(316);
    const below = fixed({ centers: [0, 10] }, 2, { ...AS_DATA_SAY, scale: "log" });
    expect(below).toMatchObject({ kind: "log", extent: { low: 5, high: 15 } });
    const negative = fixed({ centers: [-20, -10] }, 2, { ...AS_DATA_SAY, scale: "log" });
    expect(negative.kind).toBe("linear");
  });
});

describe("bins that move", () => {
  /** Centres of two rows at six samples. */
  function piece(low: number[], high: number[], from = 0): Piece {
    const times = Float64Array.from(low, (_, i) => from + i + 0.5);
    const values = Float32Array.from([...low, ...high]);
    const tile: Tile = { kind: "raw", start: from, times, columns: 2, values };
    return { key: "", tile, from, to: from + low.length };
  }

  function moved(...pieces: Piece[]): Rows {
    const view = { bins: bins({ parameter: "sweep" }), count: 2, moving: pieces };
    return rowsOf(view, AS_DATA_SAY, 1, RANGE);
  }

  it("are at each time where they are then", () => {
    const rows = moved(piece([10, 10, 10, 40, 40, 40], [20, 20, 20, 60, 60, 60]));
    expect([...edgesOf(rows, 1)]).toEqual([5, 15, 15, 25]);
    expect([...edgesOf(rows, 4)]).toEqual([30, 50, 50, 70]);
    expect(rows.extent).toEqual({ low: 5, high: 70 });
    expect(rows.centre(1, 4)).toBe(60);
  });

  it("make one table as long as they stay, and again when they come back", () => {
    const rows = moved(piece([10, 10, 40, 40, 10, 10], [20, 20, 60, 60, 20, 20]));
    expect(rows.at(0.5)).toBe(rows.at(1.5));
    expect(rows.at(0.5)).toBe(rows.at(5.5));
    const { which, rows: tables } = lookup(rows, RANGE, 6, 13);
    expect([...which]).toEqual([0, 0, 1, 1, 0, 0]);
    expect(tables.length).toBe(2 * 13);
    // From 70 at the top to 5: the first table at the bottom, the second at the top.
    expect([...tables.subarray(0, 13)]).toEqual([...Array<number>(9).fill(-1), 1, 1, 0, 0]);
    expect([...tables.subarray(13)]).toEqual([
      1,
      1,
      1,
      1,
      0,
      0,
      0,
      0,
      ...Array<number>(5).fill(-1),
    ]);
  });

  it("stay where they were last while nothing is told of them", () => {
    const rows = moved(piece([NaN, 10, NaN, 40, 40, NaN], [NaN, 20, NaN, 60, 60, NaN]));
    expect(edgesOf(rows, 0.5)[0]).toBe(5);
    expect(edgesOf(rows, 2.5)[0]).toBe(5);
    expect(edgesOf(rows, 5.5)[0]).toBe(30);
    expect(rows.centre(0, 5.5)).toBe(40);
  });

  it("set the axis by what is in view alone", () => {
    const rows = moved(
      piece([10, 10, 10, 10, 10, 10], [20, 20, 20, 20, 20, 20]),
      piece([99], [999], 6),
    );
    expect(rows.extent).toEqual({ low: 5, high: 25 });
  });

  it("are numbered where they are never told", () => {
    expect(moved().extent).toEqual({ low: -0.5, high: 1.5 });
    expect(moved(piece([NaN], [NaN])).extent).toEqual({ low: -0.5, high: 1.5 });
  });
});
