import { describe, expect, it } from "vitest";

import { ENERGIES, PARAMETERS, tile as synthetic } from "../../dev/synthetic";
import type { Piece } from "../data/store";
import { decodeTile, type RawTile, type Tile } from "../data/tile";
import type { Bins } from "../data/types";
import {
  columnAt,
  columnTable,
  NOTHING,
  quantiles,
  rowAt,
  rowsOf,
  rowTable,
  usualCenters,
} from "./cells";
import { lut } from "./colours";
import { colourPosition, paintPixels, type Picture } from "./spectrogram";

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

describe("rows", () => {
  it("lie between geometric middles of logarithmic centres", () => {
    const rows = rowsOf(bins({ centers: [10, 100, 1000] }), 3);
    expect(rows.kind).toBe("log");
    expect(rows.edges[1]?.map(Math.round)).toEqual([32, 316]);
    expect(rows.extent.low).toBeCloseTo(3.162, 3);
  });

  it("lie between arithmetic middles of linear ones", () => {
    const rows = rowsOf(bins({ centers: [0, 10, 20] }), 3);
    expect(rows).toMatchObject({ kind: "linear", extent: { low: -5, high: 25 } });
  });

  it("may fall, leave gaps, or have no numbers at all", () => {
    const falling = rowsOf(bins({ centers: [1000, 100, 10], scale: "log" }), 3);
    expect(rowAt(falling, 900)).toBe(0);
    const gappy = rowsOf(
      bins({
        ranges: [
          [0, 1],
          [2, 3],
        ] as [number, number][],
      }),
      2,
    );
    expect(rowAt(gappy, 1.5)).toBe(NOTHING);
    expect([...rowTable(gappy, 6)]).toEqual([1, 1, NOTHING, NOTHING, 0, 0]);
    expect(rowsOf(null, 4).extent).toEqual({ low: -0.5, high: 3.5 });
  });

  it("are numbered where the centres are broken", () => {
    expect(rowsOf(bins({ centers: [1, NaN, 3] }), 3).extent).toEqual({ low: -0.5, high: 2.5 });
  });
});

describe("columns", () => {
  const raw: RawTile = {
    kind: "raw",
    start: 0,
    times: Float64Array.from([0, 10, 20, 60, 70]),
    columns: 1,
    values: Float32Array.from([1, 2, 3, 4, 5]),
  };

  it("are the nearest sample within half a cadence", () => {
    expect(columnAt(raw, 14, 5.1)).toBe(1);
    expect(columnAt(raw, 16, 5.1)).toBe(2);
    expect(columnAt(raw, 40, 5.1)).toBe(NOTHING);
  });

  it("never lose a sample shorter than a pixel", () => {
    const piece = { key: "", tile: raw, from: 0, to: 1e6 };
    const table = columnTable(piece, { start: -5000, stop: 5000 }, 10, 10);
    expect(table.filter((c) => c !== NOTHING).length).toBeGreaterThan(0);
  });
});

describe("a painted spectrogram", () => {
  const flux = PARAMETERS["flux"];
  if (!flux) throw new Error("no flux");
  const width = 16 * flux.cadence * 4;
  const index = Math.ceil(Date.UTC(2026, 0, 2) / 1000 / (width * flux.buckets));
  const start = index * width * flux.buckets;
  const decoded = decodeTile(synthetic(flux, 1, index), {
    start,
    width,
    buckets: flux.buckets,
    columns: flux.columns.length,
    stats: flux.stats,
    rawType: "float32",
  });

  it("has the colour of each value at its place", () => {
    if (decoded.kind !== "buckets") throw new Error("not buckets");
    const rows = rowsOf(bins({ centers: ENERGIES, scale: "log" }), ENERGIES.length);
    const colour = { low: 1e3, high: 1e7 };
    const range = { start, stop: start + 32 * width };
    const pixels = new Uint8ClampedArray(32 * 32 * 4);
    const piece = { key: "", tile: decoded, from: range.start, to: range.stop };
    const kind = "log";
    const picture: Picture = {
      pieces: [piece],
      range,
      rows,
      cadence: 12,
      colour,
      kind,
      map: "viridis",
    };
    paintPixels(picture, 32, 32, pixels);
    const table = lut("viridis");
    for (const [column, row] of [
      [2, 0],
      [7, 16],
      [31, 31],
    ] as const) {
      const value = decoded.stats["mean"]?.[row * flux.buckets + column] ?? NaN;
      const entry = Math.round(colourPosition(value, colour, kind) * 255);
      const at = ((31 - row) * 32 + column) * 4;
      expect([...pixels.slice(at, at + 4)]).toEqual([...table.slice(entry * 4, entry * 4 + 4)]);
    }
  });

  it("takes its range from the data, outliers aside", () => {
    const extent = quantiles(decoded, "log");
    expect(extent?.low).toBeGreaterThan(100);
    expect(extent?.high).toBeLessThanOrEqual(1.1e7);
  });
});

describe("bins that move", () => {
  const piece = (values: number[]): Piece => {
    const tile: Tile = {
      kind: "raw",
      start: 0,
      times: Float64Array.of(0, 1, 2),
      columns: 2,
      values: Float32Array.from(values),
    };
    return { key: "", tile, from: 0, to: 3 };
  };

  it("are where they usually are in view", () => {
    expect(usualCenters([piece([10, 10, 99, 20, NaN, 20])])).toEqual([10, 20]);
  });

  it("are not known before they arrived", () => {
    expect(usualCenters([])).toBeNull();
    expect(usualCenters([piece([NaN, NaN, NaN, 1, 1, 1])])).toBeNull();
  });
});
