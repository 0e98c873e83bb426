/** How far one step in time goes: a view, a day, an orbit. */

import type { Orbit, Range } from "../data/types";
import { durationText } from "../engine/time";
import { ROTATION } from "./when";

export interface Step {
  id: string;
  title: string;
  /** Seconds; null: as long as what is shown. */
  seconds: number | null;
}

export const VIEW: Step = { id: "view", title: "one view", seconds: null };

/** Steps to choose from. */
export const STEPS: Step[] = [
  VIEW,
  { id: "hour", title: "one hour", seconds: 3600 },
  { id: "day", title: "one day", seconds: 86400 },
  { id: "rotation", title: "one solar rotation (27.3 d)", seconds: ROTATION },
  { id: "year", title: "one year", seconds: 365.25 * 86400 },
];

/** An orbit: as long as those near what is shown. */
export function orbitStep({ period }: Orbit): Step {
  return { id: "orbit", title: `one orbit (${durationText(period)})`, seconds: period };
}

/** A period someone wrote: of an orbit, of a spin. */
export function stepOf(seconds: number): Step {
  return { id: String(seconds), title: durationText(seconds), seconds };
}

/** `range` moved by a step, later or earlier. */
export function stepped({ start, stop }: Range, { seconds }: Step, direction: 1 | -1): Range {
  const by = direction * (seconds ?? stop - start);
  return { start: start + by, stop: stop + by };
}
