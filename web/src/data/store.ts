/**
 * The tile store: what is there is drawn at once, what is missing is fetched.
 *
 * Each plot is a consumer that says which tiles it wants now. Tiles nobody wants any
 * more are called off, arrived ones are kept until the memory is needed, and every
 * arrival is announced so that the plots redraw.
 */

import { ByteCache } from "./cache";
import { address, RequestError } from "./http";
import {
  bucketWidth,
  chooseLevel,
  isAffordable,
  standIns,
  tilesIn,
  tileSpan,
  widened,
  without,
  type TileId,
} from "./levels";
import { Rests } from "./rests";
import { bytesOf, type Tile } from "./tile";
import type { Transport } from "./transport";
import type { Cut, Levels, Range, TiledParameter } from "./types";

/** Of tiles alone; what is drawn of them takes twice as much again. The browser keeps more. */
const CACHE_BYTES = 64e6;
/** How long a zoom has to rest before tiles of a new level are asked for. */
const ZOOM_REST_MS = 80;
/** Share of the range loaded in advance at both sides. */
const PREFETCH_SHARE = 0.25;
/** Finer tiles standing in for a coarse one: more would take longer than the request. */
const MOST_FINER_TILES = 40;

/** All of a parameter; of a distribution its usual dimension and the mean of the others. */
export const WHOLE: Cut = { upwards: null, over: [] };

/** A parameter together with how its dataset is cut. */
export interface TileSource {
  levels: Levels;
  parameter: TiledParameter;
  cut: Cut;
}

/** A stretch of time and the tile that shows it. */
export interface Piece {
  key: string;
  tile: Tile;
  from: number;
  to: number;
}

/** What can be drawn now. */
export interface View {
  /** In time order; some lie beside the range, to lead lines over its edges. */
  pieces: Piece[];
  level: number;
  loading: boolean;
  error: RequestError | null;
  /** Whether the server has a newer version of the dataset than what is shown. */
  newer: boolean;
}

interface Wish {
  key: string;
  source: TileSource;
  id: TileId;
}

interface Consumer {
  wishes: Wish[];
  level: number;
  timer: ReturnType<typeof setTimeout> | null;
}

export class TileStore {
  readonly #root: string;
  readonly #transport: Transport;
  readonly #cache: ByteCache<Tile>;
  readonly #running = new Map<string, AbortController>();
  /** What was refused, by tile. */
  readonly #failed = new Map<string, RequestError>();
  readonly #rests = new Rests(() => this.#announce());
  /** Datasets of which there is a newer version than the one named. */
  readonly #newer = new Set<string>();
  readonly #consumers = new Map<string, Consumer>();
  readonly #listeners = new Set<() => void>();

  constructor(root: string, transport: Transport, cacheBytes = CACHE_BYTES) {
    this.#root = root;
    this.#transport = transport;
    this.#cache = new ByteCache(cacheBytes);
  }

  /** Call `listener` whenever a tile arrived, failed or was asked for; returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tiles on their way. */
  get pending(): number {
    return this.#running.size;
  }

  /**
   * What shows `range` best of all that is here; asks for what would show it better.
   * `level`: where it has to be that of another parameter.
   */
  view(
    consumer: string,
    source: TileSource,
    range: Range,
    pixels: number,
    level = chooseLevel(source.levels, source.parameter, range, pixels),
  ): View {
    const { levels, parameter } = source;
    const exact = wishesFor(source, level, range);
    const wide = widened(range, PREFETCH_SHARE);
    const near = isAffordable(levels, parameter, level, wide) ? wishesFor(source, level, wide) : [];
    this.#want(consumer, level, [...new Map([...exact, ...near].map((w) => [w.key, w])).values()]);
    const missing = exact.filter((w) => !this.#cache.peek(w.key));
    const away = this.#rests.error(levels.dataset);
    const errors = missing.map((w) => this.#failed.get(w.key) ?? away).filter((e) => e);
    return {
      pieces: this.#pieces(source, level, wide),
      level,
      loading: missing.length > errors.length,
      error: errors[0] ?? null,
      newer: this.#newer.has(versionOf(source)),
    };
  }

  /** A plot is gone: what only it wanted is called off. */
  release(consumer: string): void {
    const known = this.#consumers.get(consumer);
    if (known?.timer) clearTimeout(known.timer);
    this.#consumers.delete(consumer);
    this.#callOff();
  }

  /** Ask again for what failed, at once. */
  retry(): void {
    this.#failed.clear();
    this.#rests.clear();
    this.#announce();
  }

  #pieces(source: TileSource, level: number, range: Range): Piece[] {
    const pieces: Piece[] = [];
    let open: Range[] = [range];
    for (const candidate of standIns(source.levels, level)) {
      const [first, last] = tilesIn(source.levels, source.parameter, candidate, range);
      if (last - first >= MOST_FINER_TILES) continue;
      const span = tileSpan(source.levels, source.parameter, candidate);
      for (let index = first; index <= last && open.length > 0; index++) {
        const hole = { start: index * span, stop: (index + 1) * span };
        const parts = open
          .map((r) => ({ from: Math.max(r.start, hole.start), to: Math.min(r.stop, hole.stop) }))
          .filter((part) => part.to > part.from);
        if (parts.length === 0) continue;
        const key = keyOf(source, { level: candidate, index });
        const tile = this.#cache.get(key);
        if (!tile) continue;
        pieces.push(...parts.map((part) => ({ key, tile, ...part })));
        open = without(open, hole);
      }
    }
    return pieces.sort((a, b) => a.from - b.from);
  }

  #want(name: string, level: number, wishes: Wish[]): void {
    const before = this.#consumers.get(name);
    if (before && sameWishes(before.wishes, wishes)) {
      if (!before.timer) this.#flush(before);
      return;
    }
    if (before?.timer) clearTimeout(before.timer);
    const consumer: Consumer = { wishes, level, timer: null };
    this.#consumers.set(name, consumer);
    const zoomed = before !== undefined && before.level !== level;
    if (!zoomed) {
      this.#flush(consumer);
      return;
    }
    consumer.timer = setTimeout(() => {
      consumer.timer = null;
      this.#flush(consumer);
    }, ZOOM_REST_MS);
  }

  #flush(consumer: Consumer): void {
    this.#callOff();
    const before = this.#running.size;
    for (const wish of consumer.wishes) this.#fetch(wish);
    if (this.#running.size !== before) this.#announce();
  }

  #fetch(wish: Wish): void {
    const { key, source, id } = wish;
    if (this.#cache.peek(key) || this.#running.has(key) || this.#failed.has(key)) return;
    if (!this.#rests.allows(source.levels.dataset, key)) return;
    const controller = new AbortController();
    this.#running.set(key, controller);
    const { parameter, levels } = source;
    const shape = {
      start: id.index * tileSpan(levels, parameter, id.level),
      width: bucketWidth(levels, id.level),
      buckets: parameter.buckets,
      columns: parameter.columns.length,
      stats: parameter.stats,
      rawType: parameter.rawType,
    };
    this.#transport(this.#url(wish), shape, controller.signal)
      .then(({ tile, newer }) => {
        this.#cache.set(key, tile, bytesOf(tile));
        if (newer) this.#newer.add(versionOf(source));
        this.#rests.answered(levels.dataset);
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        const known = error instanceof RequestError ? error : new RequestError(String(error), 500);
        this.#fail(wish, known);
      })
      .finally(() => {
        if (this.#running.get(key) === controller) this.#running.delete(key);
        this.#announce();
      });
  }

  #fail({ key, source }: Wish, error: RequestError): void {
    const { dataset } = source.levels;
    if (error.passes) {
      this.#rests.failed(dataset, key, error);
      return;
    }
    this.#failed.set(key, error);
    this.#rests.answered(dataset);
  }

  #url({ source, id }: Wish): string {
    return address(this.#root, "/api/tile", {
      dataset: source.levels.dataset,
      parameter: source.parameter.name,
      level: id.level,
      index: id.index,
      version: source.levels.version,
      upwards: source.cut.upwards ?? undefined,
      over: source.cut.over.join() || undefined,
    });
  }

  #callOff(): void {
    const wanted = new Set(
      [...this.#consumers.values()].flatMap((c) => c.wishes.map((w) => w.key)),
    );
    for (const [key, controller] of this.#running) {
      if (wanted.has(key)) continue;
      controller.abort();
      this.#running.delete(key);
      this.#rests.calledOff(key);
    }
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

function keyOf({ levels, parameter, cut }: TileSource, id: TileId): string {
  const what = [levels.dataset, levels.version, parameter.name, cut.upwards ?? "", cut.over.join()];
  return [...what, id.level, id.index].join("\n");
}

function versionOf({ levels }: TileSource): string {
  return `${levels.dataset}\n${levels.version}`;
}

/** Tiles of `level` over `range`, the middle first. */
function wishesFor(source: TileSource, level: number, range: Range): Wish[] {
  const [first, last] = tilesIn(source.levels, source.parameter, level, range);
  const middle = (first + last) / 2;
  const indices = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  indices.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return indices.map((index) => {
    const id = { level, index };
    return { key: keyOf(source, id), source, id };
  });
}

function sameWishes(a: Wish[], b: Wish[]): boolean {
  return a.length === b.length && a.every((wish, i) => wish.key === b[i]?.key);
}
