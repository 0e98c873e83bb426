import { describe, expect, it } from "vitest";

import { toLevels } from "../data/records";
import type { TiledParameter } from "../data/types";
import { along, binLabel, cutOf, reductionText } from "./distribution";

function distribution(): TiledParameter {
  const angle = { name: "pitch_angle", units: "deg", centers: [7.5, 22.5, 90] };
  const look = { name: "look", labels: ["L0", "L1"] };
  const energy = { name: "energy", units: "eV", centers: [10, 100, 1000, 1e4], scale: "log" };
  const size = { buckets: 512, raw_width: 100 };
  const [found] = toLevels({
    parameters: [
      {
        name: "f",
        columns: ["0", "1", "2", "3"],
        display: "spectrogram",
        bins: energy,
        upwards: 2,
        dimensions: [
          { length: 2, bins: look, ...size },
          { length: 3, bins: angle, ...size, buckets: 1024 },
          { length: 4, bins: energy, ...size },
        ],
      },
    ],
  }).parameters;
  if (!found) throw new Error("no parameter");
  return found;
}

describe("a distribution", () => {
  const tiled = distribution();
  const single = { ...tiled, dimensions: [] };

  it("is cut for the dimension upwards", () => {
    expect(along(tiled, 1)).toMatchObject({ columns: ["0", "1", "2"], buckets: 1024 });
    expect(along(tiled, 1).bins?.name).toBe("pitch_angle");
    expect(along(tiled, 1)).toBe(along(tiled, 1));
    expect(along(tiled, 9).bins?.name).toBe("energy");
    expect(along(single, 1)).toBe(single);
  });

  it("is asked for in one way only", () => {
    const whole = { upwards: null, over: [] };
    expect(cutOf(tiled, null, [])).toEqual(whole);
    expect(cutOf(tiled, 2, ["mean", "mean"])).toEqual(whole);
    expect(cutOf(tiled, 9, [])).toEqual(whole);
    expect(cutOf(single, 1, ["sum"])).toEqual(whole);
    expect(cutOf(tiled, 0, [1])).toEqual({ upwards: 0, over: [0, 1] });
    expect(cutOf(tiled, null, ["sum"])).toEqual({ upwards: null, over: ["sum", "mean"] });
  });

  it("takes the one number of older links for a bin of each, the last fastest", () => {
    expect(cutOf(tiled, null, [5]).over).toEqual([1, 2]);
    expect(cutOf(tiled, null, [3]).over).toEqual([1, 0]);
    // There are six: the server says so of what lies beyond.
    expect(cutOf(tiled, null, [7]).over).toEqual([2, 1]);
  });

  it("is told in words", () => {
    expect(reductionText(tiled, cutOf(tiled, null, ["sum", 0]))).toBe(
      "sum over look, pitch angle 7.5°",
    );
    expect(reductionText(single, cutOf(single, null, []))).toBe("");
    expect(binLabel(tiled.dimensions[0]?.bins ?? null, 1)).toBe("L1");
    expect(binLabel(tiled.bins, 3)).toBe("10000 eV");
    expect(binLabel(null, 3)).toBe("3");
  });
});
