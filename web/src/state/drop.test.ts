import { describe, expect, it } from "vitest";

import { placeAt } from "./drop";

const panels = [
  { top: 0, bottom: 100 },
  { top: 100, bottom: 200 },
];
const axis = { top: 200, bottom: 240 };

describe("the place of what is dragged", () => {
  it.each([
    [10, { kind: "between", index: 0 }],
    [50, { kind: "onto", index: 0 }],
    [90, { kind: "between", index: 1 }],
    [110, { kind: "between", index: 1 }],
    [190, { kind: "between", index: 2 }],
    [220, { kind: "under" }],
  ])("of a parameter at %i", (y, place) => {
    expect(placeAt(panels, axis, y, false)).toEqual(place);
  });

  it.each([
    [40, 0],
    [60, 1],
    [140, 1],
    [160, 2],
    [230, 2],
  ])("of a panel at %i", (y, index) => {
    expect(placeAt(panels, axis, y, true)).toEqual({ kind: "between", index });
  });

  it("is the first where there are no panels", () => {
    expect(placeAt([], null, 50, false)).toEqual({ kind: "between", index: 0 });
  });
});
