/**
 * Lines as paths that are made once and put in their place by every frame.
 *
 * The points of a tile are a path in seconds and values; a frame gives the browser the matrix
 * that makes pixels of them. Following every point anew would be most of what a frame takes.
 */

import { ByteCache } from "../data/cache";
import type { Floats } from "../data/tile";
import type { Mapping } from "./points";
import { lowerBound, stretchesOf, type Segment, type Trace } from "./trace";

/** Points a shape is made of: what of it lies beside the plot is drawn in vain. */
const CHUNK = 256;
/** Fewer points are followed as fast. */
const FEWEST = 64;
/** Nearer points (pixels apart) are thinned out, further ones have marks. */
const SPACING = { least: 1 / 8, most: 6 } as const;
/** Of the three paths, a point. */
export const BYTES_PER_POINT = 48;
const CACHE_BYTES = 24e6;

/** What is drawn: the band is filled, its edge and the line are stroked. */
export interface Strokes {
  band: Path2D;
  edge: Path2D;
  line: Path2D;
}

export function noShapes(): Strokes {
  return { band: new Path2D(), edge: new Path2D(), line: new Path2D() };
}

/** Points of a trace that follow one another. A path has single precision: it begins at 0, 0. */
interface Shape extends Strokes {
  /** The time there, and the value: its logarithm on a log axis. */
  time: number;
  value: number;
}

type Made = Map<number, Shape>;

const shapes = {
  linear: new ByteCache<Made, Trace>(CACHE_BYTES),
  log: new ByteCache<Made, Trace>(CACHE_BYTES),
};

/** Whether a run can be drawn from shapes; else its points have to be followed one by one. */
export function hasShapes(run: Segment[], map: Mapping): boolean {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) return false;
  const count = run.reduce((sum, s) => sum + s.end - s.begin, 0);
  const spacing =
    ((timeAt(last, last.end - 1) - timeAt(first, first.begin)) * map.perSecond) / count;
  if (count < FEWEST || !(spacing >= SPACING.least && spacing <= SPACING.most)) return false;
  return run.every(
    (segment) =>
      segment.trace.envelope === first.trace.envelope &&
      isCutBesideView(segment, map) &&
      (map.kind === "linear" || isPositive(segment.trace)),
  );
}

/** Add what is drawn of a run that has shapes. */
export function addShapes(strokes: Strokes, run: Segment[], map: Mapping): void {
  run.forEach((segment, i) => {
    addChunks(strokes, segment, map);
    const next = run[i + 1];
    if (next) addJoint(strokes, segment, next, map);
  });
  const [first] = run;
  const last = run.at(-1);
  if (!first?.trace.envelope || !last) return;
  addEnd(strokes.edge, first.trace, first.begin, map);
  addEnd(strokes.edge, last.trace, last.end - 1, map);
}

const timeAt = ({ trace }: Segment, i: number): number => trace.times[i] ?? NaN;

/** The stretch of its trace that a segment is part of. */
export function stretchOf({ trace, begin }: Segment): [begin: number, end: number] {
  const { begins, ends } = stretchesOf(trace);
  const k = lowerBound(ends, begin + 1);
  return [begins[k] ?? 0, ends[k] ?? 0];
}

/** Whether all that is drawn of a stretch beyond the segment itself is out of view. */
function isCutBesideView(segment: Segment, { start, perSecond, area }: Mapping): boolean {
  const { begin, end } = segment;
  const [first, last] = stretchOf(segment);
  const stop = start + area.width / perSecond;
  return (
    (begin === first || timeAt(segment, begin) <= start) &&
    (end === last || timeAt(segment, end - 1) >= stop)
  );
}

const positive = new WeakMap<Trace, boolean>();

function isPositive(trace: Trace): boolean {
  const known = positive.get(trace) ?? !trace.low.some((value) => value <= 0);
  positive.set(trace, known);
  return known;
}

function addChunks(strokes: Strokes, segment: Segment, map: Mapping): void {
  const { trace, begin, end } = segment;
  const [first, last] = stretchOf(segment);
  const made = madeOf(trace, map.kind);
  const skipped = Math.floor((begin - first) / CHUNK);
  for (let from = first + skipped * CHUNK; from < Math.min(end, last - 1); from += CHUNK) {
    const shape = made.get(from) ?? shapeOf(trace, from, last, map.kind);
    made.set(from, shape);
    const place = {
      a: map.perSecond,
      d: -map.perUnit,
      e: map.area.left + (shape.time - map.start) * map.perSecond,
      f: map.area.top + map.area.height - (shape.value - map.base) * map.perUnit,
    };
    strokes.line.addPath(shape.line, place);
    if (!trace.envelope) continue;
    strokes.band.addPath(shape.band, place);
    strokes.edge.addPath(shape.edge, place);
  }
}

function madeOf(trace: Trace, kind: Mapping["kind"]): Made {
  const known = shapes[kind].get(trace);
  if (known) return known;
  const made: Made = new Map();
  shapes[kind].set(trace, made, BYTES_PER_POINT * trace.times.length);
  return made;
}

/** The chunk at `from` of a stretch that ends at `last`. */
function shapeOf(
  { times, mean, low, high }: Trace,
  from: number,
  last: number,
  kind: Mapping["kind"],
): Shape {
  const height = kind === "log" ? Math.log : (value: number): number => value;
  const time = times[from] ?? NaN;
  const value = height(mean[from] ?? NaN);
  const to = Math.min(from + CHUNK + 1, last);
  // Lines go one point further, so that the corner where two chunks meet is joined as all others.
  const beyond = Math.min(to + 1, last);
  const [band, edge, line] = [new Path2D(), new Path2D(), new Path2D()];
  const follow = (path: Path2D, of: Floats, begin: number, end: number, goesOn = false): void => {
    const step = begin < end ? 1 : -1;
    for (let i = begin; i !== end; i += step) {
      const x = (times[i] ?? NaN) - time;
      const y = height(of[i] ?? NaN) - value;
      if (i === begin && !goesOn) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
  };
  follow(line, mean, from, beyond);
  follow(edge, high, from, beyond);
  follow(edge, low, from, beyond);
  follow(band, high, from, to);
  follow(band, low, to - 1, from - 1, true);
  band.closePath();
  return { band, edge, line, time, value };
}

/** A point of a frame. */
type Point = [x: number, y: number];

function pointOf(of: Floats, { times }: Trace, i: number, map: Mapping): Point {
  const { area, kind, start, perSecond, base, perUnit } = map;
  const value = of[i] ?? NaN;
  const height = (kind === "log" ? Math.log(value) : value) - base;
  return [
    area.left + ((times[i] ?? NaN) - start) * perSecond,
    area.top + area.height - height * perUnit,
  ];
}

/** What lies between two tiles, with the points before and after it for the corners. */
function addJoint(strokes: Strokes, a: Segment, b: Segment, map: Mapping): void {
  const points = (name: "mean" | "low" | "high"): Point[] =>
    [a, b].flatMap(({ trace, begin, end }, side) =>
      (side === 0
        ? [Math.max(begin, end - 2), end - 1]
        : [begin, Math.min(begin + 1, end - 1)]
      ).map((i) => pointOf(trace[name], trace, i, map)),
    );
  const follow = (path: Path2D, along: Point[]): void =>
    along.forEach(([x, y], i) => (i === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
  follow(strokes.line, points("mean"));
  if (!a.trace.envelope) return;
  const [low, high] = [points("low"), points("high")];
  follow(strokes.edge, high);
  follow(strokes.edge, low);
  follow(strokes.band, [...high.slice(1, 3), ...low.slice(1, 3).reverse()]);
  strokes.band.closePath();
}

/** A band is closed where it ends. */
function addEnd(edge: Path2D, trace: Trace, i: number, map: Mapping): void {
  edge.moveTo(...pointOf(trace.high, trace, i, map));
  edge.lineTo(...pointOf(trace.low, trace, i, map));
}
