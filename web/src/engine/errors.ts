/** Error bars: a line's uncertainty as the low and high of a trace. */

import { alongside, columnOf, variant } from "./alongside";
import type { Companion, Curve } from "./curve";
import type { Segment, Trace } from "./trace";

function withErrors(trace: Trace, column: number, errors: Companion[]): Trace {
  const [minus, plus = minus] = errors;
  const sizes = [minus, plus].map(
    (c) => c && alongside(trace.times, c.view.pieces, columnOf(c, column), "mean"),
  );
  const shifted = (sign: 1 | -1): Float64Array =>
    Float64Array.from(trace.mean, (value, i) => {
      const size = sizes[sign < 0 ? 0 : 1]?.[i] ?? NaN;
      // Where no error is known the bar has no length.
      return Number.isNaN(size) ? value : value + sign * Math.abs(size);
    });
  return { ...trace, low: shifted(-1), high: shifted(1), envelope: true };
}

/** The segments with what their error bars reach in place of an envelope. */
export function barsOf(segments: Segment[], column: number, errors: Companion[]): Segment[] {
  return segments.map((segment) => ({
    ...segment,
    trace: variant(segment.trace, `errors ${column}`, errors, (trace) =>
      withErrors(trace, column, errors),
    ),
  }));
}

/** Whether a column has error bars: a magnitude has none of its own. */
export function hasErrors({ tiled, look }: Curve, column: number): boolean {
  const widest = Math.max(0, ...look.errors.map((e) => e.tiled.columns.length));
  return tiled.columns[column] !== "magnitude" && (widest === 1 || column < widest);
}
