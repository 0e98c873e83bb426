/** Quality flags: which values are good, and lines with and without the others. */

import { alongside, columnOf, variant } from "./alongside";
import type { Flag } from "./curve";
import type { Segment, Trace } from "./trace";

const GOOD_WORDS =
  "good|ok|okay|valid|nominal|best|excellent|adequate|success(?:ful)?|no (?:known )?(?:problem|issue)s?";
const BEFORE = new RegExp(String.raw`(-?\d+)\s*(?:[:=\-–]|is|means)?\s*(?:${GOOD_WORDS})\b`, "gi");
const AFTER = new RegExp(String.raw`\b(?:${GOOD_WORDS})\s*(?:[:=]|is)\s*(-?\d+)`, "gi");

/** Where a description names none, zero warns of nothing. */
const USUALLY_GOOD = [0];

/** The values that a flag's description calls good: `0 good; 1 few counts`; null: none named. */
export function goodValues(description: string): number[] | null {
  const found = [...description.matchAll(BEFORE), ...description.matchAll(AFTER)];
  const values = [...new Set(found.map((match) => Number(match[1])))];
  return values.length > 0 ? values : null;
}

export function goodOrUsual(description: string): number[] {
  return goodValues(description) ?? USUALLY_GOOD;
}

/** Of a point: nothing is wrong, some of its samples are flagged, or all. */
export const GOOD = 0;
export const PARTLY = 1;
export const FLAGGED = 2;

/** What flags from `low` to `high` say; where there is no flag, nothing is wrong. */
export function statusOf(low: number, high: number, good: number[]): number {
  if (Number.isNaN(low)) return GOOD;
  const between = good.filter((value) => value >= low && value <= high);
  if (between.length === 0) return FLAGGED;
  // Flags are whole numbers: all are good where each from the least to the greatest is.
  return between.length > high - low ? GOOD : PARTLY;
}

function statusAlong(trace: Trace, column: number, flag: Flag): Uint8Array {
  const from = columnOf(flag, column);
  const low = alongside(trace.times, flag.view.pieces, from, "min");
  const high = alongside(trace.times, flag.view.pieces, from, "max");
  return Uint8Array.from(low, (value, i) => statusOf(value, high[i] ?? NaN, flag.good));
}

function kept(trace: Trace, keep: (i: number) => boolean): Trace {
  return { ...trace, mean: trace.mean.map((value, i) => (keep(i) ? value : NaN)) };
}

/** A line in parts: what is good, what is flagged (with the way to it), and the flagged points. */
export interface Parts {
  good: Segment[];
  flagged: Segment[];
  points: Segment[];
}

/** Take what is flagged out of a line; hidden are only points of which nothing is good. */
export function partsOf(segments: Segment[], column: number, flag: Flag): Parts {
  const part = (name: string, keep: (status: Uint8Array, i: number) => boolean): Segment[] =>
    segments.map((segment) => ({
      ...segment,
      trace: variant(segment.trace, `${name} ${column} ${flag.good.join()}`, [flag], (trace) => {
        const status = statusAlong(trace, column, flag);
        return kept(trace, (i) => keep(status, i));
      }),
    }));
  const most = flag.flagged === "hide" ? PARTLY : FLAGGED;
  const shown = (status: number | undefined): boolean =>
    status !== undefined && status > GOOD && status <= most;
  const visible = (status: number | undefined): boolean => status !== undefined && status <= most;
  return {
    good: part("good", (status, i) => status[i] === GOOD),
    flagged: part(
      `flagged ${most}`,
      (s, i) => visible(s[i]) && [s[i - 1], s[i], s[i + 1]].some(shown),
    ),
    points: part(`points ${most}`, (status, i) => shown(status[i])),
  };
}
