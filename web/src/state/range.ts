/** Ranges of time made valid, moved and zoomed. */

import type { Levels, Range } from "../data/types";
import { readableTime, toMicroseconds } from "../engine/time";

/** Shortest and longest time that can be shown, s. */
const SHORTEST = 1e-3;
const LONGEST = 400 * 365.25 * 86400;
/** Years 1701 to 2239: what a double holds to the microsecond. */
const EARLIEST = -8.5e9;
const LATEST = 8.5e9;

/** `range` made valid: in order, not too short or long, to the microsecond. */
export function cleanRange({ start, stop }: Range): Range {
  const length = Math.min(LONGEST, Math.max(SHORTEST, stop - start));
  const middle = (start + stop) / 2;
  const asked = length === stop - start ? start : middle - length / 2;
  const begin = Math.min(LATEST - length, Math.max(EARLIEST, asked));
  const end = begin === start && length === stop - start ? stop : begin + length;
  return { start: toMicroseconds(begin), stop: toMicroseconds(end) };
}

/** The range zoomed by `factor` (> 1: more time) about `centre`. */
export function zoomed({ start, stop }: Range, factor: number, centre: number): Range {
  return { start: centre + (start - centre) * factor, stop: centre + (stop - centre) * factor };
}

/** The range moved by a share of its length. */
export function shifted({ start, stop }: Range, share: number): Range {
  const by = (stop - start) * share;
  return { start: start + by, stop: stop + by };
}

/** All there is of some datasets. */
export function extentOf(shown: Levels[]): Range | null {
  const known = shown.filter((l) => l.stop > l.start);
  if (known.length === 0) return null;
  return {
    start: Math.min(...known.map((l) => l.start)),
    stop: Math.max(...known.map((l) => l.stop)),
  };
}

/** What some datasets are opened with, where one of them is too long to be read whole. */
export function openingOf(shown: Levels[]): Range | null {
  const openings = shown.flatMap((l) => l.opening ?? []);
  // The shortest: of the others it is a part that can be read as well.
  return openings.sort((a, b) => a.stop - a.start - (b.stop - b.start))[0] ?? null;
}

/** Both ends as they are written in as many pixels; seconds only where there are some. */
export function endTexts({ start, stop }: Range, pixels: number): [start: string, stop: string] {
  const round = start % 60 === 0 && stop % 60 === 0;
  const each = round ? 60 : Math.min(59, (stop - start) / Math.max(1, pixels));
  return [readableTime(start, each), readableTime(stop, each)];
}
