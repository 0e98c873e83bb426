/** How a series is drawn as lines: its columns, and the parameters that belong to it. */

import { WHOLE, type TileStore } from "../data/store";
import type { Parameter, Range, TiledParameter } from "../data/types";
import type { Companion, Curve, Look } from "../engine/curve";
import { goodOrUsual } from "../engine/flags";
import type { Series } from "../state/view";
import type { Known } from "./curves";

/** Numbers of the columns a series names; all where it names none that there is. */
export function chosenColumns({ columns }: TiledParameter, names: string[] | null): number[] {
  const every = columns.map((_, i) => i);
  const chosen = every.filter((i) => names?.includes(columns[i] ?? ""));
  return chosen.length > 0 ? chosen : every;
}

/** Names of the columns after one of them was shown or hidden; null is all. */
export function toggledColumns(
  tiled: TiledParameter,
  names: string[] | null,
  column: number,
): string[] | null {
  const chosen = new Set(chosenColumns(tiled, names));
  if (!chosen.delete(column)) chosen.add(column);
  const kept = tiled.columns.filter((_, i) => chosen.has(i));
  return kept.length > 0 && kept.length < tiled.columns.length ? kept : null;
}

/** Names of one column alone; where it is shown alone already there is no other. */
export function onlyColumn({ columns }: TiledParameter, column: number): string[] {
  return columns.filter((_, i) => i === column);
}

/** Error bars of a parameter that there are: minus and plus, or one for both. */
export function errorsOf({ parameter, levels }: Known): TiledParameter[] {
  const found = parameter.uncertainty.map((n) => levels.parameters.find((p) => p.name === n));
  return found.filter((p) => p !== undefined).slice(0, 2);
}

/** The quality flag of a parameter, if there is one. */
export function flagOf({ parameter, levels, dataset }: Known): {
  tiled: TiledParameter;
  parameter: Parameter;
} | null {
  const tiled = levels.parameters.find((p) => p.name === parameter.quality);
  const described = dataset.parameters.find((p) => p.name === parameter.quality);
  return tiled && described ? { tiled, parameter: described } : null;
}

/** The look of a curve; asks for the tiles of what belongs to it, at the level it has itself. */
export function lookOf(
  store: TileStore,
  consumer: string,
  known: Known,
  { view }: Curve,
  series: Series,
  place: number,
  range: Range,
  pixels: number,
): Look {
  const companion = (tiled: TiledParameter, name: string): Companion => {
    const source = { levels: known.levels, parameter: tiled, cut: WHOLE };
    return { tiled, view: store.view(`${consumer} ${name}`, source, range, pixels, view.level) };
  };
  const flag = series.flagged === "show" ? null : flagOf(known);
  return {
    place,
    columns: chosenColumns(known.tiled, series.columns),
    side: series.side,
    errors: series.errors ? errorsOf(known).map((t, i) => companion(t, `error ${i}`)) : [],
    flag: flag && {
      ...companion(flag.tiled, "flag"),
      good: goodOrUsual(flag.parameter.description),
      flagged: series.flagged,
    },
  };
}

/** The plot is gone: what belongs to its curve is not wanted any more. */
export function releaseLook(store: TileStore, consumer: string): void {
  for (const name of ["error 0", "error 1", "flag"]) store.release(`${consumer} ${name}`);
}
