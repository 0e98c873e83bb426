import { describe, expect, it } from "vitest";

import { AS_DATA_SAY } from "../state/view";
import { fittingSide, scaling, sidesOf } from "./sides";
import { curveOf } from "./testing";

const CONVERSIONS = [
  { units: "nT", factor: 1 },
  { units: "pT", factor: 1000 },
];
const field = { ...curveOf({ frame: "MSO" }, ["value"]), conversions: CONVERSIONS };
const weak = {
  ...curveOf({ units: "pT" }, ["value"]),
  conversions: [
    { units: "pT", factor: 1 },
    { units: "nT", factor: 0.001 },
  ],
};
const speed = curveOf({ units: "km/s", frame: "GSE" }, ["value"]);

describe("axes", () => {
  it("tell what is converted in the units of the first", () => {
    const [left] = sidesOf([field, weak], AS_DATA_SAY, AS_DATA_SAY);
    expect(left?.title).toBe("nT · MSO");
    expect(scaling(weak, left?.units ?? null)).toBe(0.001);
  });

  it("list the units that do not fit", () => {
    const [left] = sidesOf([field, speed], AS_DATA_SAY, AS_DATA_SAY);
    expect(left?.title).toBe("nT, km/s · MSO, GSE");
    expect(scaling(speed, left?.units ?? null)).toBe(1);
  });

  it("take the units that were chosen, if they fit anything", () => {
    const in_ = (units: string) => sidesOf([field], { ...AS_DATA_SAY, units }, AS_DATA_SAY)[0];
    expect(in_("pT")?.units).toBe("pT");
    expect(in_("eV")?.units).toBe("nT");
  });

  it("stand at both sides", () => {
    const right = { ...speed, look: { ...speed.look, side: "right" as const } };
    const sides = sidesOf([field, right], AS_DATA_SAY, { ...AS_DATA_SAY, scale: "log" });
    expect(sides.map((s) => [s.side, s.kind])).toEqual([
      ["left", "linear"],
      ["right", "log"],
    ]);
  });
});

describe("a further parameter", () => {
  const left = { side: "left", units: "nT" } as const;
  const right = { side: "right", units: "km/s" } as const;

  it("goes where its units are", () => {
    expect(fittingSide([left, right], "pT", weak.conversions)).toBe("left");
    expect(fittingSide([left, right], "km/s", [])).toBe("right");
  });

  it("goes to the free axis where they are nowhere, to the left where none is free", () => {
    expect(fittingSide([left], "K", [])).toBe("right");
    expect(fittingSide([left, right], "K", [])).toBe("left");
    expect(fittingSide([], "K", [])).toBe("left");
  });
});
