import { describe, expect, it } from "vitest";

import type { Piece } from "../data/store";
import { covered } from "./coverage";

const piece = (start: number, counts: number[], width = 10): Piece => ({
  key: String(start),
  tile: {
    kind: "buckets",
    start,
    width,
    buckets: counts.length,
    columns: 1,
    stats: {},
    count: Float32Array.from(counts),
  },
  from: start,
  to: start + width * counts.length,
});

describe("coverage", () => {
  it("is where buckets hold samples, over the edges of tiles", () => {
    expect(covered([piece(0, [0, 3, 1, 0]), piece(40, [0, 5]), piece(60, [1, 0])])).toEqual([
      { start: 10, stop: 30 },
      { start: 50, stop: 70 },
    ]);
  });

  it("is cut to the stretch a tile stands for", () => {
    expect(covered([{ ...piece(0, [1, 1, 1]), from: 5, to: 12 }])).toEqual([
      { start: 5, stop: 12 },
    ]);
    expect(covered([])).toEqual([]);
  });
});
