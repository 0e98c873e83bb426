import { describe, expect, it } from "vitest";

import { draggedLimits } from "./colourbar";
import { shownIn } from "./units";

const close = (limits: number[]): number[] => limits.map((v) => Number(v.toPrecision(6)));

describe("a drag on the colour bar", () => {
  const extent = { low: 1, high: 1e4 };

  it("shifts the range by its middle", () => {
    expect(close(draggedLimits(extent, "log", 0.5, 0.75))).toEqual([0.1, 1000]);
    expect(close(draggedLimits({ low: 0, high: 10 }, "linear", 0.5, 0.4))).toEqual([1, 11]);
  });

  it("stretches it by an end, and what is held goes along", () => {
    expect(close(draggedLimits(extent, "log", 0.8, 0.4))).toEqual([1, 1e8]);
    expect(close(draggedLimits({ low: 0, high: 10 }, "linear", 1, 0.5))).toEqual([0, 20]);
    expect(close(draggedLimits({ low: 0, high: 10 }, "linear", 0, 0.5))).toEqual([-10, 10]);
  });

  it("never turns it over", () => {
    for (const [from, to] of [
      [0.9, -3],
      [0.9, 3],
      [0.1, 3],
      [0.1, -3],
    ] as const) {
      const [low, high] = draggedLimits(extent, "linear", from, to);
      expect(low).toBeLessThan(high);
    }
  });
});

describe("units", () => {
  const conversions = [
    { units: "eV", factor: 1 },
    { units: "keV", factor: 1e-3 },
  ];

  it("are those of the data where what was chosen is not known", () => {
    expect(shownIn("keV", "eV", conversions)).toEqual({ units: "keV", factor: 1e-3 });
    expect(shownIn("furlong", "eV", conversions)).toEqual({ units: "eV", factor: 1 });
  });
});
