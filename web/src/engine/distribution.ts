/** Distributions of several dimensions: one is drawn upwards, the others are reduced. */

import type { Bins, Cut, Dimension, Over, TiledParameter } from "../data/types";
import { numberText, prettyUnits } from "./scale";

/** The dimension drawn upwards; where there is no such one, the usual one. */
export function drawnDimension(tiled: TiledParameter, upwards: number | null): number {
  return upwards !== null && tiled.dimensions[upwards] ? upwards : tiled.upwards;
}

/** Numbers of the dimensions that are not drawn. */
export function otherDimensions(tiled: TiledParameter, upwards: number | null): number[] {
  const drawn = drawnDimension(tiled, upwards);
  return tiled.dimensions.map((_, i) => i).filter((i) => i !== drawn);
}

const remembered = new WeakMap<Dimension, TiledParameter>();

/** How the parameter is cut into tiles with this dimension upwards. */
export function along(tiled: TiledParameter, upwards: number | null): TiledParameter {
  const dimension = tiled.dimensions[drawnDimension(tiled, upwards)];
  if (!dimension) return tiled;
  const { length, bins, buckets, rawWidth } = dimension;
  const columns = Array.from({ length }, (_, i) => String(i));
  const made = remembered.get(dimension) ?? { ...tiled, columns, bins, buckets, rawWidth };
  remembered.set(dimension, made);
  return made;
}

/**
 * What is asked of the server, told in one way only.
 *
 * A single number stands for a bin of each dimension not drawn, the last one fastest: so
 * links of version 1 have it.
 */
export function cutOf(tiled: TiledParameter, upwards: number | null, over: Over[]): Cut {
  const others = otherDimensions(tiled, upwards);
  if (others.length === 0) return { upwards: null, over: [] };
  const drawn = drawnDimension(tiled, upwards);
  const each = fateOf(tiled, upwards, over);
  return {
    upwards: drawn === tiled.upwards ? null : drawn,
    over: each.every((fate) => fate === "mean") ? [] : each,
  };
}

/** What becomes of each dimension that is not drawn. */
export function fateOf(tiled: TiledParameter, upwards: number | null, over: Over[]): Over[] {
  const others = otherDimensions(tiled, upwards);
  const [first] = over;
  if (typeof first !== "number" || over.length > 1 || others.length < 2)
    return others.map((_, i) => over[i] ?? "mean");
  const bins: Over[] = [];
  let rest = first;
  for (const dimension of others.slice(1).reverse()) {
    const length = tiled.dimensions[dimension]?.length ?? 1;
    bins.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return [rest, ...bins];
}

/** "pitch angle" */
export function dimensionName(bins: Bins | null, number: number): string {
  return bins?.name.replaceAll("_", " ") || `dimension ${number + 1}`;
}

/** "7.5°", "0–15°" or what the bin is called. */
export function binLabel(bins: Bins | null, index: number): string {
  const name = bins?.labels?.[index];
  if (name) return name;
  const unit = bins?.units ? prettyUnits(bins.units) : "";
  const said = (text: string): string => (unit === "°" ? text + unit : `${text} ${unit}`.trim());
  const center = bins?.centers?.[index];
  if (center !== undefined && Number.isFinite(center) && unit) return said(shortNumber(center));
  const range = bins?.ranges?.[index];
  if (range?.every(Number.isFinite) && unit) return said(range.map(shortNumber).join("–"));
  return String(index);
}

/** Four digits, without the zeros behind. */
function shortNumber(value: number): string {
  const text = numberText(value, 4);
  return text.includes("×") || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
}

/** "mean over azimuth, pitch angle 7.5°"; empty where there is nothing to say. */
export function reductionText(tiled: TiledParameter, cut: Cut): string {
  return otherDimensions(tiled, cut.upwards)
    .map((dimension, i) => {
      const bins = tiled.dimensions[dimension]?.bins ?? null;
      const fate = cut.over[i] ?? "mean";
      const name = dimensionName(bins, dimension);
      return typeof fate === "number" ? `${name} ${binLabel(bins, fate)}` : `${fate} over ${name}`;
    })
    .join(", ");
}
