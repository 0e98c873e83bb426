/** From what a view names to what an engine draws: described, cut into tiles, loaded. */

import type { Catalogue } from "../data/catalogue";
import type { TileStore } from "../data/store";
import type { Conversion, Dataset, Levels, Parameter, Range, TiledParameter } from "../data/types";
import { usualCenters } from "../engine/cells";
import { plainLook, type Curve } from "../engine/curve";
import { fittingSide } from "../engine/sides";
import type { Over, Series } from "../state/view";

/** A parameter with all the server tells of it. */
export interface Known {
  dataset: Dataset;
  levels: Levels;
  parameter: Parameter;
  tiled: TiledParameter;
  /** Units its values can be told in. */
  conversions: Conversion[];
}

/** Ask the server for all that is needed to draw a parameter; throws a sentence. */
export async function know(
  catalogue: Catalogue,
  { dataset: id, parameter: name }: { dataset: string; parameter: string },
): Promise<Known> {
  const [dataset, levels] = await Promise.all([catalogue.describe(id), catalogue.levels(id)]);
  const parameter = dataset.parameters.find((p) => p.name === name);
  const tiled = levels.parameters.find((p) => p.name === name);
  if (!parameter || !tiled) throw new Error(`${id} has no ${name} that can be drawn.`);
  // Without conversions all else can be shown.
  const conversions = await catalogue.conversions(parameter.units).catch(() => []);
  return { dataset, levels, parameter, tiled, conversions };
}

/**
 * The axis where a further series of a panel belongs; as it says itself where that is unknown,
 * null where the two cannot be drawn in one panel.
 */
export async function fitting(
  catalogue: Catalogue,
  shown: Series[],
  added: Series,
): Promise<Series["side"] | null> {
  try {
    const described = await Promise.all([...shown, added].map((s) => know(catalogue, s)));
    if (described.some((d) => d.tiled.display === "spectrogram")) return null;
    const last = described.pop();
    const sides = shown.map(({ side }, i) => ({
      side,
      units: described[i]?.parameter.units ?? null,
    }));
    return last ? fittingSide(sides, last.parameter.units, last.conversions) : added.side;
  } catch {
    return added.side;
  }
}

/** What there is of a parameter to draw now; asks for what would show it better. */
export function curveOf(
  store: TileStore,
  consumer: string,
  { dataset, levels, parameter, tiled, conversions }: Known,
  over: Over[],
  range: Range,
  pixels: number,
): Curve {
  const [chosen] = over;
  const source = { levels, parameter: tiled, slice: typeof chosen === "number" ? chosen : null };
  const view = store.view(consumer, source, range, pixels);
  const moving = movingBins(levels, tiled);
  const centers = moving
    ? usualCenters(
        store.view(binsOf(consumer), { levels, parameter: moving, slice: null }, range, pixels)
          .pieces,
      )
    : null;
  return {
    parameter,
    tiled,
    cadence: dataset.cadence,
    view,
    centers,
    conversions,
    look: plainLook(tiled),
  };
}

/** The plot is gone: its tiles are not wanted any more. */
export function releaseCurve(store: TileStore, consumer: string): void {
  store.release(consumer);
  store.release(binsOf(consumer));
}

const binsOf = (consumer: string): string => `${consumer} bins`;

/** The parameter that says where the bins of a spectrogram are; null where they stay. */
function movingBins(levels: Levels, tiled: TiledParameter): TiledParameter | null {
  const moving = levels.parameters.find((p) => p.name === tiled.bins?.parameter);
  return moving?.columns.length === tiled.columns.length ? moving : null;
}
