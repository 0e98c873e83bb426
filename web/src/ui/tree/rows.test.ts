import { describe, expect, it } from "vitest";

import { toDataset } from "../../data/records";
import type { Dataset } from "../../data/types";
import { rowAt, rowsOf, topsOf, type Row } from "./rows";

const dataset = (id: string, target: string, mission: string, parameters = ["B"]): Dataset =>
  toDataset({
    id,
    target,
    mission,
    parameters: parameters.map((name) => ({ name, dtype: "float32" })),
  });

const closed = { chosen: {}, searching: false, note: () => "Nothing here can be drawn." };

const text = (row: Row): string =>
  "  ".repeat(row.depth) +
  (row.kind === "group"
    ? `${row.title} (${row.about})`
    : row.kind === "dataset"
      ? row.dataset.id
      : row.kind === "parameter"
        ? row.parameter.name
        : row.text);

describe("rows of the tree", () => {
  it("leave out levels that tell nothing apart", () => {
    const rows = rowsOf(
      [dataset("mag", "Mars", "MAVEN"), dataset("ions", "Mars", "MAVEN")],
      closed,
    );
    expect(rows.map(text)).toEqual(["Mars (MAVEN)", "  mag", "    B", "  ions", "    B"]);
  });

  it("go from source to parameter where there is more than one of each", () => {
    const rows = rowsOf(
      [
        dataset("cdaweb/x", "Earth", "ACE", []),
        dataset("a", "Mars", "MAVEN"),
        dataset("b", "Mars", "Mars Express"),
        dataset("c", "", ""),
      ],
      closed,
    );
    expect(rows.map(text)).toEqual([
      "This archive (3)",
      "  Mars (2)",
      "    Mars Express (1)",
      "      b",
      "        B",
      "    MAVEN (1)",
      "      a",
      "        B",
      "  Other (1)",
      "    c",
      "      B",
      "cdaweb (1)",
      "  Earth (ACE)",
      "    cdaweb/x",
    ]);
  });

  it("open as a person says, and are closed where there are thousands", () => {
    const many = Array.from({ length: 5000 }, (_, i) => dataset(`d${i}`, `T${i % 10}`, "M"));
    expect(rowsOf(many, closed)).toHaveLength(10);
    const [group] = rowsOf(many, closed);
    const rows = rowsOf(many, { ...closed, chosen: { [group?.key ?? ""]: true } });
    expect(rows).toHaveLength(510);
  });

  it("say where there is nothing to draw", () => {
    const [, row] = rowsOf([dataset("c", "", "", [])], { ...closed, chosen: { "\n\nc": true } });
    expect(row && text(row).trim()).toBe("Nothing here can be drawn.");
  });

  it("are found by their height, long titles two lines high", () => {
    const long = { ...dataset("long", "Mars", "M"), title: "A magnetic field of a very long name" };
    const tops = topsOf(rowsOf([long, dataset("b", "Mars", "M")], closed));
    expect(tops).toEqual([0, 24, 64, 88, 112, 136]);
    expect([0, 23, 24, 63, 64, 500].map((y) => rowAt(tops, y))).toEqual([0, 0, 1, 1, 2, 5]);
  });
});
