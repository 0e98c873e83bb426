/** The window in the time bar: moved and resized by pixels and by keys, within all there is. */

import type { Range } from "../data/types";

/** What of the window is held. */
export type Grip = "start" | "stop" | "whole";

/** `range` with one of its ends, or the whole of it, moved by `seconds`. */
export function dragged(range: Range, grip: Grip, seconds: number, least: number): Range {
  const { start, stop } = range;
  if (grip === "start") return { start: Math.min(start + seconds, stop - least), stop };
  if (grip === "stop") return { start, stop: Math.max(stop + seconds, start + least) };
  return { start: start + seconds, stop: stop + seconds };
}

/** Share of all there is that one key moves the window by. */
const KEYS: Record<string, number> = {
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
};

/** What a key does to the window; null where it is none of its keys. */
export function keyed(range: Range, extent: Range, grip: Grip, key: string): Range | null {
  const all = extent.stop - extent.start;
  const least = all / 1000;
  const share = KEYS[key];
  if (share !== undefined) return dragged(range, grip, share * all, least);
  const ends: Record<string, number> = {
    Home: extent.start - (grip === "stop" ? range.stop : range.start),
    End: extent.stop - (grip === "start" ? range.start : range.stop),
  };
  const by = ends[key];
  return by === undefined ? null : dragged(range, grip, by, least);
}
