import { expect, it } from "vitest";

import { colourOf, dashOf, legendOf } from "./legend";
import { curveOf } from "./testing";

const vector = curveOf({}, ["x", "y", "z", "magnitude"]);
const scalar = curveOf({ name: "n", label: "Density" }, ["value"]);

it("components have their own colours, the magnitude is ink", () => {
  expect([0, 1, 2, 3].map((column) => colourOf([vector], 0, column))).toEqual([0, 1, 2, null]);
});

it("single lines take colours that components leave", () => {
  expect(colourOf([scalar, scalar], 1, 0)).toBe(1);
  expect(colourOf([vector, scalar], 1, 0)).toBe(3);
});

it("curves of one panel differ by more than colour", () => {
  expect(dashOf(0, 0)).toEqual([]);
  expect(new Set([0, 1, 2, 3].map((curve) => dashOf(curve, 0).join())).size).toBe(4);
});

it("names every line, and says which are shown", () => {
  const some = { ...vector, look: { ...vector.look, columns: [3] } };
  expect(legendOf([some, scalar]).map((e) => [e.label, e.shown])).toEqual([
    ["Bx", false],
    ["By", false],
    ["Bz", false],
    ["|B|", true],
    ["Density", true],
  ]);
});
