/** The two axes of a line panel: which curves stand at them, in which units. */

import type { Conversion } from "../data/types";
import type { Curve } from "./curve";
import { prettyUnits, type AxisChoice, type ScaleKind } from "./scale";

export interface SideAxis {
  side: Curve["look"]["side"];
  curves: Curve[];
  kind: ScaleKind;
  choice: AxisChoice;
  /** As the data say or as a person chose; null: unknown. */
  units: string | null;
  title: string;
}

/** What values in `units` are multiplied with; null where there is no such factor. */
export function factorTo(
  units: string | null,
  own: string | null,
  conversions: Conversion[],
): number | null {
  if (units === own) return 1;
  return conversions.find((c) => c.units === units)?.factor ?? null;
}

function factorOf(curve: Curve, units: string | null): number | null {
  return factorTo(units, curve.parameter.units, curve.conversions);
}

/** What the values of a curve are multiplied with at its axis; 1 where nothing fits. */
export function scaling(curve: Curve, units: string | null): number {
  return factorOf(curve, units) ?? 1;
}

/** The units of an axis: what was chosen, if any curve can be told in it; else the first's. */
export function unitsOf(curves: Curve[], chosen: string | null): string | null {
  const fits = chosen !== null && curves.some((curve) => factorOf(curve, chosen) !== null);
  return fits ? chosen : (curves[0]?.parameter.units ?? null);
}

/** Units and frames of all that stands at an axis: `nT, km s⁻¹ · MSO`. */
function titleOf(curves: Curve[], units: string | null): string {
  const told = curves.map((c) => (factorOf(c, units) === null ? c.parameter.units : units));
  const names = told.map((u) => (u === null ? "unit unknown" : prettyUnits(u)));
  const frames = curves.map((c) => c.parameter.frame ?? "");
  return [names, frames]
    .map((parts) => [...new Set(parts)].filter(Boolean).join(", "))
    .filter(Boolean)
    .join(" · ");
}

/** The axes there is something at. */
export function sidesOf(curves: Curve[], values: AxisChoice, second: AxisChoice): SideAxis[] {
  return (["left", "right"] as const).flatMap((side) => {
    const here = curves.filter((curve) => curve.look.side === side);
    const [first] = here;
    if (!first) return [];
    const choice = side === "left" ? values : second;
    const units = unitsOf(here, choice.units);
    const kind = choice.scale ?? first.parameter.scale;
    return [{ side, curves: here, kind, choice, units, title: titleOf(here, units) }];
  });
}

/** The axis where a further parameter belongs: that of its units, else the one still free. */
export function fittingSide(
  shown: { side: "left" | "right"; units: string | null }[],
  units: string | null,
  conversions: Conversion[],
): "left" | "right" {
  const fits = (side: "left" | "right"): boolean => {
    const [first] = shown.filter((s) => s.side === side);
    return first !== undefined && factorTo(first.units, units, conversions) !== null;
  };
  if (shown.length === 0 || fits("left")) return "left";
  return fits("right") || !shown.some((s) => s.side === "right") ? "right" : "left";
}
