/** Which level and which tiles show a range in a given number of pixels. */

import type { Levels, Range, TiledParameter } from "./types";

/** The level of single samples. */
export const RAW = -1;

/**
 * Fewest buckets a pixel that still look sharp. Steps of four between the levels
 * make the most four times as many. A spectrum has many numbers a bucket and is
 * drawn as cells, so it may be half as dense.
 */
const MIN_BUCKETS_PER_PIXEL = { line: 0.5, spectrogram: 0.25, none: 0.5 } as const;

const MOST_TILES = 48;

/**
 * Most bytes of one view, before compression. Spectra are counts and compress to a
 * third; lines do not, and are to stay under 200 kB on their way.
 */
const MOST_BYTES = { line: 250e3, spectrogram: 600e3, none: 250e3 } as const;

/** Pixels a bucket may be wide before samples are loaded at any price. */
const WIDEST_BUCKET = 12;

export interface TileId {
  level: number;
  index: number;
}

/** Seconds a tile of `level` covers. */
export function tileSpan(levels: Levels, parameter: TiledParameter, level: number): number {
  if (level === RAW) return parameter.rawWidth;
  return bucketWidth(levels, level) * parameter.buckets;
}

/** Seconds a bucket of `level` covers; 0 for raw samples. */
export function bucketWidth(levels: Levels, level: number): number {
  return levels.levels.find((l) => l.level === level)?.width ?? 0;
}

/** The coarsest level that is fine enough; raw samples where none is. */
export function chooseLevel(
  levels: Levels,
  parameter: TiledParameter,
  range: Range,
  pixels: number,
): number {
  const secondsPerPixel = (range.stop - range.start) / Math.max(1, pixels);
  const widest = secondsPerPixel / MIN_BUCKETS_PER_PIXEL[parameter.display];
  const fine = levels.levels.filter((l) => l.width <= widest).at(-1);
  const finest = fine?.level ?? finestLevel(levels, parameter, range, secondsPerPixel);
  return coarseEnough(levels, parameter, range, finest);
}

/** Samples, or the finest level a little longer where the samples would be very many bytes. */
function finestLevel(
  levels: Levels,
  parameter: TiledParameter,
  range: Range,
  secondsPerPixel: number,
): number {
  const first = levels.levels[0];
  if (!first) return RAW;
  if (!(parameter.rawWidth > 0)) return first.level;
  const sharp = first.width / secondsPerPixel <= WIDEST_BUCKET;
  return sharp && !isAffordable(levels, parameter, RAW, range) ? first.level : RAW;
}

/** Whether one view may load this much at once. */
export function isAffordable(
  levels: Levels,
  parameter: TiledParameter,
  level: number,
  range: Range,
): boolean {
  const [first, last] = tilesIn(levels, parameter, level, range);
  const bytes = (last - first + 1) * tileBytes(levels, parameter, level);
  return bytes <= MOST_BYTES[parameter.display];
}

/** About how large a tile is before it is compressed. */
function tileBytes(levels: Levels, parameter: TiledParameter, level: number): number {
  const columns = parameter.columns.length;
  if (level !== RAW) return 4 * parameter.buckets * (columns * parameter.stats.length + 1);
  // The finest buckets hold about sixteen samples.
  const samples = (16 * parameter.rawWidth) / (levels.levels[0]?.width ?? parameter.rawWidth);
  return samples * (8 + (parameter.rawType === "float64" ? 8 : 4) * columns);
}

/** Where a level would take very many tiles (no finer one was made), the next that does not. */
function coarseEnough(
  levels: Levels,
  parameter: TiledParameter,
  range: Range,
  level: number,
): number {
  const coarser = standIns(levels, level).slice(0, levels.levels.length + 1);
  return (
    coarser.find((l) => {
      const [first, last] = tilesIn(levels, parameter, l, range);
      return bucketWidth(levels, l) >= bucketWidth(levels, level) && last - first < MOST_TILES;
    }) ?? level
  );
}

/** Every level there is, in the order in which they stand in for `level`. */
export function standIns(levels: Levels, level: number): number[] {
  const all = [RAW, ...levels.levels.map((l) => l.level)];
  const at = all.indexOf(level);
  // Coarser ones first: one such tile covers everything at once.
  return [...all.slice(at), ...all.slice(0, Math.max(0, at)).reverse()];
}

/** Indices [first, last] of the tiles of `level` meeting `range`, within the coverage. */
export function tilesIn(
  levels: Levels,
  parameter: TiledParameter,
  level: number,
  range: Range,
): [number, number] {
  const span = tileSpan(levels, parameter, level);
  const start = Math.max(range.start, levels.start);
  const stop = Math.min(range.stop, levels.stop);
  if (!(stop > start) || !(span > 0)) return [0, -1];
  return [Math.floor(start / span), Math.ceil(stop / span) - 1];
}

/** `range` with a share of its length added at both ends. */
export function widened(range: Range, share: number): Range {
  const margin = (range.stop - range.start) * share;
  return { start: range.start - margin, stop: range.stop + margin };
}

/** What is left of `ranges` (sorted, disjoint) without `hole`. */
export function without(ranges: Range[], hole: Range): Range[] {
  return ranges.flatMap((r) =>
    [
      { start: r.start, stop: Math.min(r.stop, hole.start) },
      { start: Math.max(r.start, hole.stop), stop: r.stop },
    ].filter((part) => part.stop > part.start),
  );
}
