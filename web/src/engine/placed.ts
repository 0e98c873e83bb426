/**
 * Runs that are put in their place once and moved from frame to frame.
 *
 * While one pans, neither a second nor a unit changes its length: the paths of the frame before
 * are moved as a whole, which takes nothing of the browser but the drawing itself. A pixel may
 * differ by a shade from one drawn anew, as it is where the way ends.
 */

import { ByteCache } from "../data/cache";
import type { Mapping } from "./points";
import { addShapes, BYTES_PER_POINT, noShapes, stretchOf, type Strokes } from "./shapes";
import type { Segment, Trace } from "./trace";

/** Paths of some frame, and how far they are from their place in this one. */
export interface Placed {
  strokes: Strokes;
  right: number;
  down: number;
}

/** Paths of a frame, beyond both its edges. */
interface Kept {
  map: Mapping;
  strokes: Strokes;
}

/** What lies beside the plot is drawn in vain: at most this many times what lies in it. */
const MOST_BESIDE = 4;
const kept = new ByteCache<Kept>(32e6);
/** Runs of the last frames; each is one "byte". */
const lately = new ByteCache<true>(1024);

/**
 * What was placed before of a run that has shapes. Null where it was not: a zoom changes every
 * length in every frame, and would place all that is beside the plot for nothing.
 */
export function placed(run: Segment[], map: Mapping): Placed | null {
  const whole = run.map(wholeOf);
  const count = lengthOf(whole);
  if (count > MOST_BESIDE * lengthOf(run)) return null;
  const key = [map.kind, map.perSecond.toPrecision(9), map.perUnit, ...whole.map(nameOf)].join();
  const found = kept.get(key);
  if (found) return { strokes: found.strokes, ...shift(found.map, map) };
  if (!lately.get(key)) {
    lately.set(key, true, 1);
    return null;
  }
  const strokes = noShapes();
  addShapes(strokes, whole, map);
  kept.set(key, { map, strokes }, BYTES_PER_POINT * count);
  return { strokes, right: 0, down: 0 };
}

function shift(from: Mapping, to: Mapping): Pick<Placed, "right" | "down"> {
  const bottom = ({ area }: Mapping): number => area.top + area.height;
  return {
    right: (from.start - to.start) * to.perSecond + to.area.left - from.area.left,
    down: (to.base - from.base) * to.perUnit + bottom(to) - bottom(from),
  };
}

function wholeOf(segment: Segment): Segment {
  const [begin, end] = stretchOf(segment);
  return { trace: segment.trace, begin, end };
}

function lengthOf(run: Segment[]): number {
  return run.reduce((sum, { begin, end }) => sum + end - begin, 0);
}

const numbers = new WeakMap<Trace, number>();
let met = 0;

/** A name of a segment that no other one has. */
function nameOf({ trace, begin }: Segment): string {
  const number = numbers.get(trace) ?? met++;
  numbers.set(trace, number);
  return `${number} ${begin}`;
}
