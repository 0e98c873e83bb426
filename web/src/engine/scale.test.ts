import { describe, expect, it } from "vitest";

import { exactText, fraction, niceExtent, numberText, prettyUnits, ticks, valueAt } from "./scale";

describe("scales", () => {
  it("go to a fraction and back", () => {
    for (const kind of ["linear", "log"] as const) {
      const extent = { low: 3, high: 4000 };
      for (const value of [3, 10, 555, 4000]) {
        expect(valueAt(fraction(value, extent, kind), extent, kind)).toBeCloseTo(value, 9);
      }
    }
  });

  it("widen to nice ends that hold all values", () => {
    for (let i = 1; i < 500; i++) {
      const low = Math.sin(i) * 10 ** (i % 9);
      const high = low + Math.abs(Math.cos(i)) * 10 ** (i % 7) + 1e-6;
      const nice = niceExtent({ low, high }, "linear");
      expect(nice.low).toBeLessThanOrEqual(low);
      expect(nice.high).toBeGreaterThanOrEqual(high);
      expect(nice.high - nice.low).toBeLessThan((high - low) * 1.6);
    }
  });

  it("make room round a constant and for nothing at all", () => {
    const nice = niceExtent({ low: 5, high: 5 }, "linear");
    expect(nice.low).toBeLessThan(5);
    expect(nice.high).toBeGreaterThan(5);
    expect(niceExtent({ low: Infinity, high: -Infinity }, "linear")).toEqual({ low: 0, high: 1 });
    expect(niceExtent({ low: Infinity, high: -Infinity }, "log")).toEqual({ low: 1, high: 10 });
  });
});

describe("ticks", () => {
  it("are labelled alike on a linear axis", () => {
    const labels = ticks({ low: -30, high: 30 }, "linear", 6).major.map((t) => t.label);
    expect(labels).toEqual(["−30", "−20", "−10", "0", "10", "20", "30"]);
  });

  it("are decades on a logarithmic axis, with the eight steps between", () => {
    const { major, minor } = ticks({ low: 10, high: 1e5 }, "log", 6);
    expect(major.map((t) => t.label)).toEqual(["10", "100", "1000", "10⁴", "10⁵"]);
    expect(minor).toHaveLength(32);
  });

  it("are also there within one decade", () => {
    expect(ticks({ low: 120, high: 800 }, "log", 6).major.map((t) => t.value)).toEqual([200, 500]);
  });
});

describe("labels of a logarithmic axis", () => {
  const every = [1.8, 3, 7, 30, 1e3, 1e5].flatMap((ratio) =>
    [1e-3, 0.3, 1, 2.5].flatMap((low) => [2, 3, 6].map((count) => ({ low, ratio, count }))),
  );
  it.each(every)("are two or more: $low, $ratio times that, room for $count", (it) => {
    const extent = { low: it.low, high: it.low * it.ratio };
    expect(ticks(extent, "log", it.count).major.length).toBeGreaterThanOrEqual(2);
  });
});

describe("texts", () => {
  it("write numbers for reading", () => {
    expect(numberText(-2.5)).toBe("−2.500");
    expect(numberText(1.5e7)).toBe("1.500×10⁷");
    expect(numberText(NaN)).toBe("—");
  });

  it("write units as people do", () => {
    expect(prettyUnits("cm-3")).toBe("cm⁻³");
    expect(prettyUnits("cm**-2.s**-1")).toBe("cm⁻² s⁻¹");
    expect(prettyUnits("km/s")).toBe("km/s");
    expect(prettyUnits("nT^2/Hz")).toBe("nT²/Hz");
    expect(prettyUnits("deg")).toBe("°");
  });
});

describe("samples", () => {
  it("are told in the digits HAPI tells them in", () => {
    expect(exactText(0.1 + 0.2)).toBe("0.30000000000000004");
    expect(exactText(Math.fround(-12.345678))).toBe("−12.345678329467773");
    expect(exactText(2147483647)).toBe("2147483647");
    expect(exactText(0)).toBe("0");
    expect(exactText(1.5e-9)).toBe("1.5×10⁻⁹");
    expect(exactText(12345678.25)).toBe("1.234567825×10⁷");
    expect(exactText(NaN)).toBe("—");
  });
});
