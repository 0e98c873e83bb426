import { describe, expect, it } from "vitest";

import { AS_DATA_SAY } from "../state/view";
import { readLines, type Readout } from "./reading";
import { rulerRows } from "./rulers";
import { sidesOf } from "./sides";
import type { Curve } from "./curve";
import { bucketTile, companionOf, curveOf, rawTile } from "./testing";

const read = (curve: Curve, time: number, units: string | null = null): Readout =>
  readLines([curve], sidesOf([curve], { ...AS_DATA_SAY, units }, AS_DATA_SAY), time);

const samples = curveOf({}, ["value"], rawTile([0, 1, 2, 10], [0.1 + 0.2, 2, 3, 4]));

describe("the read-out", () => {
  it("is the nearest sample, to the last digit, with its time", () => {
    expect(read(samples, 0.3)).toMatchObject({ time: 0, width: 0 });
    expect(read(samples, 0.3).readings[0]).toMatchObject({
      text: "0.30000000000000004",
      exact: "0.30000000000000004",
    });
  });

  it("is nothing within a gap", () => {
    expect(read(samples, 6)).toMatchObject({ time: null, readings: [{ text: "—", exact: "" }] });
  });

  it("is a mean with its range where buckets are drawn", () => {
    const told = read(curveOf({}, ["value"], bucketTile(16, [1, 2], [3, 6])), 20);
    expect(told).toMatchObject({ time: 16, width: 16 });
    expect(told.readings[0]).toMatchObject({ text: "4.000", exact: "", range: ["2.000", "6.000"] });
  });

  it("is told in the units of the axis", () => {
    const curve = { ...samples, conversions: [{ units: "pT", factor: 1000 }] };
    expect(read(curve, 1, "pT").readings[0]?.exact).toBe("2000");
  });

  it("tells the error and the flag of a sample", () => {
    const errors = [
      companionOf(rawTile([0, 1], [0.5, 0.25])),
      companionOf(rawTile([0, 1], [1, 1])),
    ];
    const flag = { ...companionOf(rawTile([0, 1], [0, 3])), good: [0], flagged: "mark" as const };
    const curve = { ...samples, look: { ...samples.look, errors, flag } };
    expect(read(curve, 1).readings[0]?.more).toBe("+1.00 −0.250, flag 3");
  });
});

it("rulers have a number at each tick, or say that there is none", () => {
  const { parameter, tiled, view, cadence } = samples;
  const [row] = rulerRows(parameter, tiled, view, cadence, [1, 6]);
  expect(row).toEqual({ label: "B", meaning: "nT", texts: ["2.000", "—"] });
});
