import { describe, expect, it } from "vitest";

import { dragged, keyed } from "./window";

const extent = { start: 0, stop: 1000 };
const range = { start: 100, stop: 200 };

describe("the window", () => {
  it("moves as a whole, and its ends do not pass each other", () => {
    expect(dragged(range, "whole", 50, 1)).toEqual({ start: 150, stop: 250 });
    expect(dragged(range, "start", 500, 1)).toEqual({ start: 199, stop: 200 });
    expect(dragged(range, "stop", -500, 1)).toEqual({ start: 100, stop: 101 });
  });

  it("follows the keys of a slider", () => {
    expect(keyed(range, extent, "whole", "ArrowRight")).toEqual({ start: 110, stop: 210 });
    expect(keyed(range, extent, "stop", "PageUp")).toEqual({ start: 100, stop: 300 });
    expect(keyed(range, extent, "whole", "End")).toEqual({ start: 900, stop: 1000 });
    expect(keyed(range, extent, "start", "Home")).toEqual({ start: 0, stop: 200 });
    expect(keyed(range, extent, "whole", "x")).toBeNull();
  });
});
