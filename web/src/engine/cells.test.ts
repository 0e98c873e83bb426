import { describe, expect, it } from "vitest";

import { ENERGIES, PARAMETERS, tile as synthetic } from "../../dev/synthetic";
import { decodeTile, type RawTile } from "../data/tile";
import { rowsOf } from "./bins";
import { columnAt, columnTable, gapsBetween, NOTHING, quantiles } from "./cells";
import { AS_DATA_SAY } from "../state/view";
import { lut } from "./colours";
import { colourPosition, paintPixels, type Picture } from "./spectrogram";

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

  it("leave gaps between them", () => {
    const piece = { key: "", tile: raw, from: 0, to: 100 };
    const found = gapsBetween([piece], { start: -4, stop: 76 }, 80, 10);
    expect(found).toEqual({ gaps: 1, empty: false });
    expect(gapsBetween([piece], { start: 30, stop: 50 }, 20, 10)).toEqual({ gaps: 0, empty: true });
  });

  it("leave no seam where one tile ends between two samples", () => {
    const tile = (...times: number[]): RawTile => ({ ...raw, times: Float64Array.from(times) });
    const pieces = [
      { key: "a", tile: tile(0, 10), from: 0, to: 13 },
      { key: "b", tile: tile(20, 30), from: 13, to: 40 },
    ];
    expect(gapsBetween(pieces, { start: 0, stop: 30 }, 60, 10)).toEqual({ gaps: 0, empty: false });
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
    const colour = { low: 1e3, high: 1e7 };
    const range = { start, stop: start + 32 * width };
    const bins = {
      name: "energy",
      units: "eV",
      centers: ENERGIES,
      ranges: null,
      parameter: null,
      labels: null,
      scale: "log" as const,
    };
    const rows = rowsOf({ bins, count: 32, moving: null }, AS_DATA_SAY, 1, range);
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
