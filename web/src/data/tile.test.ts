import { describe, expect, it } from "vitest";

import { PARAMETERS, tile as synthetic } from "../../dev/synthetic";
import { bytesOf, decodeTile } from "./tile";

const B = PARAMETERS["B"];
if (!B) throw new Error("no B");
const WIDTH = 16;
const SHAPE = {
  start: 0,
  width: WIDTH,
  buckets: B.buckets,
  columns: B.columns.length,
  stats: B.stats,
  rawType: "float32" as const,
};
const DAY_ONE = Date.UTC(2026, 0, 2, 12) / 1000;

describe("decodeTile", () => {
  it("reads statistics as they were written", () => {
    const index = Math.floor(DAY_ONE / (WIDTH * B.buckets));
    const buffer = synthetic(B, 0, index);
    const tile = decodeTile(buffer, { ...SHAPE, start: index * WIDTH * B.buckets });
    if (tile.kind !== "buckets") throw new Error("not buckets");
    const k = 100;
    const { min, max, mean } = tile.stats;
    const at = (values?: Float32Array): number => values?.[2 * B.buckets + k] ?? NaN;
    expect(at(min)).toBeLessThanOrEqual(at(mean));
    expect(at(mean)).toBeLessThanOrEqual(at(max));
    const seen = Array.from({ length: 16 }, (_, i) => B.value(tile.start + k * WIDTH + i, 2));
    expect(at(max)).toBeCloseTo(Math.max(...seen), 5);
    expect(tile.count[k]).toBe(16);
    expect(bytesOf(tile)).toBe(buffer.byteLength);
  });

  it("reads samples at their times", () => {
    const index = Math.floor(DAY_ONE / 2048);
    const tile = decodeTile(synthetic(B, -1, index), { ...SHAPE, width: 0, start: index * 2048 });
    if (tile.kind !== "raw") throw new Error("not raw");
    expect(tile.times).toHaveLength(2048);
    expect(tile.times[5]).toBe(index * 2048 + 5);
    expect(tile.values[2048 + 5]).toBeCloseTo(B.value(index * 2048 + 5, 1), 4);
  });

  it("reads what only a double holds to the last digit", () => {
    const body = new ArrayBuffer(8 + 2 * 16);
    const view = new DataView(body);
    view.setUint32(0, 2, true);
    view.setUint32(4, 1, true);
    [0, 1, 0.1 + 0.2, 123456789.123456].forEach((v, i) => view.setFloat64(8 + 8 * i, v, true));
    const shape = { ...SHAPE, columns: 1, width: 0, start: 100, rawType: "float64" as const };
    const tile = decodeTile(body, shape);
    if (tile.kind !== "raw") throw new Error("not raw");
    expect([...tile.times]).toEqual([100, 101]);
    expect([...tile.values]).toEqual([0.1 + 0.2, 123456789.123456]);
    expect(() => decodeTile(body, { ...shape, rawType: "float32" })).toThrow(/bytes where/);
  });

  it("refuses bytes that are not what was announced", () => {
    const good = synthetic(B, 0, 0);
    for (const bad of [good.slice(1), new ArrayBuffer(0), good.slice(0, 400)]) {
      expect(() => decodeTile(bad, SHAPE)).toThrow(/bytes where/);
      expect(() => decodeTile(bad, { ...SHAPE, width: 0 })).toThrow(/expected/);
    }
  });

  it("does not believe an absurd number of samples", () => {
    const bad = new ArrayBuffer(16);
    new DataView(bad).setUint32(0, 0xffffffff, true);
    expect(() => decodeTile(bad, { ...SHAPE, width: 0 })).toThrow(/bytes where/);
  });
});
