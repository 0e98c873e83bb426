/** Where a dataset has samples, as stretches of time, from the counts of its tiles. */

import type { Piece } from "../data/store";
import type { Range } from "../data/types";

/** Stretches with samples, in order; such that touch are one. */
export function covered(pieces: Piece[]): Range[] {
  const found: Range[] = [];
  for (const { tile, from, to } of pieces) {
    const spans =
      tile.kind === "buckets" ? filled(tile.start, tile.width, tile.count) : samples(tile.times);
    for (const span of spans) {
      const start = Math.max(span.start, from);
      const stop = Math.min(span.stop, to);
      const last = found.at(-1);
      if (stop <= start) continue;
      if (last && start <= last.stop) last.stop = Math.max(last.stop, stop);
      else found.push({ start, stop });
    }
  }
  return found;
}

/** Runs of buckets that hold something. */
function filled(start: number, width: number, count: Float32Array): Range[] {
  const found: Range[] = [];
  for (let i = 0; i < count.length; i++) {
    if (!((count[i] ?? 0) > 0)) continue;
    const from = start + i * width;
    const last = found.at(-1);
    // Buckets are counted from one start: neighbours meet to the last digit or nearly so.
    if (last && from - last.stop < width / 2) last.stop = from + width;
    else found.push({ start: from, stop: from + width });
  }
  return found;
}

/** Samples so few that they are not in buckets: all between the first and the last. */
function samples(times: Float64Array): Range[] {
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined || !(last > first)
    ? []
    : [{ start: first, stop: last }];
}
