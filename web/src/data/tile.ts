/** Tiles: what the server sends, decoded. */

import type { RawType } from "./types";

export type Floats = Float32Array | Float64Array;

/** Statistics over regular buckets; NaN where a bucket is empty. */
export interface BucketTile {
  kind: "buckets";
  /** UTC seconds of the first bucket's beginning. */
  start: number;
  /** Seconds a bucket. */
  width: number;
  buckets: number;
  columns: number;
  /** One array a statistic, C order [column][bucket]. */
  stats: Record<string, Float32Array>;
  count: Float32Array;
}

/** Single samples. */
export interface RawTile {
  kind: "raw";
  start: number;
  /** UTC seconds since 1970 of each sample. */
  times: Float64Array;
  columns: number;
  /** C order [column][sample]. */
  values: Floats;
}

export type Tile = BucketTile | RawTile;

/** What is needed to read a tile's bytes. */
export interface TileShape {
  /** UTC seconds. */
  start: number;
  /** Seconds a bucket; 0 for raw samples. */
  width: number;
  buckets: number;
  columns: number;
  stats: string[];
  rawType: RawType;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

class TileError extends Error {}

function floats(buffer: ArrayBuffer, offset: number, length: number): Float32Array {
  if (LITTLE_ENDIAN) return new Float32Array(buffer, offset, length);
  const view = new DataView(buffer, offset, length * 4);
  return Float32Array.from({ length }, (_, i) => view.getFloat32(i * 4, true));
}

function doubles(buffer: ArrayBuffer, offset: number, length: number): Float64Array {
  if (LITTLE_ENDIAN) return new Float64Array(buffer, offset, length);
  const view = new DataView(buffer, offset, length * 8);
  return Float64Array.from({ length }, (_, i) => view.getFloat64(i * 8, true));
}

function expectBytes(buffer: ArrayBuffer, bytes: number): void {
  if (buffer.byteLength !== bytes) {
    throw new TileError(
      `The server sent a piece of ${buffer.byteLength} bytes where ${bytes} were expected.`,
    );
  }
}

function decodeBuckets(buffer: ArrayBuffer, shape: TileShape): BucketTile {
  const { start, width, buckets, columns } = shape;
  const size = columns * buckets;
  expectBytes(buffer, 4 * (shape.stats.length * size + buckets));
  const stats: Record<string, Float32Array> = {};
  shape.stats.forEach((name, i) => {
    stats[name] = floats(buffer, 4 * i * size, size);
  });
  const count = floats(buffer, 4 * shape.stats.length * size, buckets);
  return { kind: "buckets", start, width, buckets, columns, stats, count };
}

function decodeRaw(buffer: ArrayBuffer, shape: TileShape): RawTile {
  if (buffer.byteLength < 8) expectBytes(buffer, 8);
  const view = new DataView(buffer);
  const n = view.getUint32(0, true);
  const columns = view.getUint32(4, true);
  const [read, size] = shape.rawType === "float64" ? [doubles, 8] : [floats, 4];
  expectBytes(buffer, 8 + 8 * n + size * n * columns);
  if (columns !== shape.columns) {
    throw new TileError(`The server sent ${columns} columns where ${shape.columns} were expected.`);
  }
  const times = doubles(buffer, 8, n).map((offset) => shape.start + offset);
  const values = read(buffer, 8 + 8 * n, n * columns);
  return { kind: "raw", start: shape.start, times, columns, values };
}

/** Read a tile's bytes; throws a sentence where they are not what was announced. */
export function decodeTile(buffer: ArrayBuffer, shape: TileShape): Tile {
  return shape.width > 0 ? decodeBuckets(buffer, shape) : decodeRaw(buffer, shape);
}

/** The buffer behind a tile, to count and to hand over between threads. */
export function buffersOf(tile: Tile): ArrayBuffer[] {
  const arrays: Floats[] =
    tile.kind === "raw" ? [tile.times, tile.values] : [...Object.values(tile.stats), tile.count];
  return [...new Set(arrays.map((a) => a.buffer as ArrayBuffer))];
}

export function bytesOf(tile: Tile): number {
  return buffersOf(tile).reduce((sum, buffer) => sum + buffer.byteLength, 0);
}
