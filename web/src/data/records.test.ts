import { describe, expect, it } from "vitest";

import { isDrawable, toBins, toConversions, toFound, toLevels } from "./records";

describe("records", () => {
  it("fill in what the server leaves out", () => {
    const { datasets } = toFound({
      datasets: [{ id: "a", parameters: [{ name: "n", dtype: "float64", units: "cm-3" }] }],
    });
    const [dataset] = datasets;
    expect(dataset).toMatchObject({ id: "a", cadence: null, simulated: false });
    expect(dataset?.parameters[0]).toMatchObject({
      role: "data",
      display: "line",
      scale: "linear",
    });
    expect(dataset?.parameters.map(isDrawable)).toEqual([true]);
  });

  it("leave aside what cannot be drawn", () => {
    const { datasets } = toFound({
      datasets: [
        {
          id: "a",
          parameters: [
            { name: "mode", dtype: "U12" },
            { name: "epoch2", dtype: "tt2000" },
            { name: "q", dtype: "int16", role: "quality" },
            { name: "x", dtype: "float32", display: "none" },
          ],
        },
      ],
    });
    expect(datasets[0]?.parameters.filter(isDrawable)).toEqual([]);
  });

  it("survive any JSON", () => {
    for (const odd of [null, 1, "x", [], { datasets: 3 }, { datasets: [null, 5, []] }]) {
      expect(() => toFound(odd)).not.toThrow();
      expect(() => toLevels(odd)).not.toThrow();
    }
    expect(
      toLevels({
        levels: [
          { level: 1, width: -4 },
          { level: 0, width: 16 },
        ],
      }).levels,
    ).toEqual([{ level: 0, width: 16 }]);
  });
});

it("units without a factor are no conversions", () => {
  const said = [{ units: "pT", factor: 1000 }, { units: "", factor: 1 }, { units: "T" }, null];
  expect(toConversions({ units: "nT", conversions: said })).toEqual([
    { units: "pT", factor: 1000 },
  ]);
  expect(toConversions(null)).toEqual([]);
});

it("bins that were never filled in have no place", () => {
  const bins = toBins({
    name: "energy",
    centers: [10, -1e31, null],
    ranges: [
      [5, 20],
      [-2e31, 0],
    ],
  });
  expect(bins?.centers).toEqual([10, NaN, NaN]);
  expect(bins?.ranges).toEqual([
    [5, 20],
    [NaN, 0],
  ]);
});
