import { describe, expect, it } from "vitest";

import { AS_DATA_SAY } from "../state/view";
import type { Rows } from "./bins";
import type { Curve } from "./curve";
import { sidesOf } from "./sides";
import { csvOf, tableOfCells, tablesOfLines, type Table } from "./table";
import { bucketTile, curveOf, rawTile } from "./testing";

function tableOf(curve: Curve, start: number, stop: number): Table {
  const sides = sidesOf([curve], AS_DATA_SAY, AS_DATA_SAY);
  const [table] = tablesOfLines([curve], sides, { start, stop });
  if (!table) throw new Error("no table");
  return table;
}

describe("a panel as a table", () => {
  const samples = curveOf({}, ["x", "y"], rawTile([0, 1, 2], [0.1 + 0.2, -2, NaN], [1, 2, 3]));

  it("has the samples in view, to the last digit", () => {
    const table = tableOf(samples, 0, 2);
    expect(table).toMatchObject({ title: "B, nT", about: "2 samples", length: 2 });
    expect(table.header).toEqual(["time, UTC", "Bx", "By"]);
    expect(table.row(0, "read")).toEqual(["1970-01-01T00:00:00Z", "0.30000000000000004", "1"]);
    expect(table.row(1, "read")[1]).toBe("−2");
    expect(table.row(1, "exact")[1]).toBe("-2");
  });

  it("says where a value is missing, and leaves it out of the CSV", () => {
    expect(tableOf(samples, 2, 3).row(0, "read")[1]).toBe("—");
    expect(csvOf(tableOf(samples, 2, 3))).toBe('"time, UTC",Bx,By\n1970-01-01T00:00:02Z,,3\n');
  });

  it("has mean, least and greatest of buckets, and none of empty ones", () => {
    const tile = bucketTile(16, [1, NaN, 2], [3, NaN, 6]);
    tile.count[1] = 0;
    const table = tableOf(curveOf({}, ["value"], tile), 4, 48);
    expect(table.about).toBe("2 stretches of 16 s");
    expect(table.header).toEqual(["time, UTC", "B mean", "B least", "B greatest"]);
    expect(table.row(0, "exact")).toEqual(["1970-01-01T00:00:00Z", "2", "1", "3"]);
    expect(table.row(1, "exact")).toEqual(["1970-01-01T00:00:32Z", "4", "2", "6"]);
  });

  it("has a column a bin", () => {
    const curve = curveOf({}, ["0", "1"], rawTile([0], [5], [7]));
    const shown = { units: "nT", factor: 10 };
    const rows: Rows = {
      extent: { low: 0, high: 1 },
      kind: "linear",
      at: () => null,
      centre: () => NaN,
    };
    const moving: Curve = { ...curve, moving: [] };
    const cells = { curve: moving, rows, values: shown, up: shown };
    const table = tableOfCells(cells, { start: 0, stop: 1 });
    expect(table.header).toEqual(["time, UTC", "bin 1", "bin 2"]);
    expect(table.row(0, "exact").slice(1)).toEqual(["50", "70"]);
  });
});
