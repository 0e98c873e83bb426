/** What tells the lines of a panel apart: colour, dashes, marks, names. */

import { columnLabel, type Curve, type LineName } from "./curve";

/** Colours there are beside ink. */
const COLOURS = 6;
const DASHES = [[], [6, 3], [2, 3], [9, 3, 2, 3]] as const;

/** A line of the legend. */
export interface LegendEntry extends LineName {
  label: string;
  /** Number of its colour; null is ink. */
  colour: number | null;
  dash: readonly number[];
  shown: boolean;
}

/** Number of the colour of a column; null is ink, which is the magnitude's. */
export function colourOf(curves: Curve[], curve: number, column: number): number | null {
  const columns = curves[curve]?.tiled.columns ?? [];
  if (columns[column] === "magnitude") return null;
  if (columns.length > 1) return column % COLOURS;
  // Single lines take the colours that components leave.
  const components = Math.max(0, ...curves.map(componentsOf));
  const before = curves.slice(0, curve).filter((c) => c.tiled.columns.length === 1).length;
  return (components + before) % COLOURS;
}

function componentsOf({ tiled }: Curve): number {
  return tiled.columns.length > 1
    ? Math.min(3, tiled.columns.filter((name) => name !== "magnitude").length)
    : 0;
}

/** Dashes of a column: another pattern for every curve, and where colours begin again. */
export function dashOf(curve: number, column: number): readonly number[] {
  return DASHES[(curve + Math.floor(column / COLOURS)) % DASHES.length] ?? [];
}

export function legendOf(curves: Curve[]): LegendEntry[] {
  return curves.flatMap((curve, i) =>
    curve.tiled.columns.map((_, column) => ({
      curve: i,
      column,
      label: columnLabel(curve, column),
      colour: colourOf(curves, i, column),
      dash: dashOf(i, column),
      shown: curve.look.columns.includes(column),
    })),
  );
}
