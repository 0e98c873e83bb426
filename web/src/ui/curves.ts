/** From what a view names to what an engine draws: described, cut into tiles, loaded. */

import type { Catalogue } from "../data/catalogue";
import { WHOLE, type TileStore, type View } from "../data/store";
import type {
  Conversion,
  Cut,
  Dataset,
  Levels,
  Parameter,
  Range,
  TiledParameter,
} from "../data/types";
import { plainLook, type Curve } from "../engine/curve";
import { along, cutOf, reductionText } from "../engine/distribution";
import { fittingSide } from "../engine/sides";
import type { Series } from "../state/view";

/** A parameter with all the server tells of it. */
export interface Known {
  dataset: Dataset;
  levels: Levels;
  parameter: Parameter;
  tiled: TiledParameter;
  /** What its units and those of its bins convert to. */
  units: ReadonlyMap<string | null, Conversion[]>;
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
  const own = [parameter.units, ...[tiled, ...tiled.dimensions].map((d) => d.bins?.units ?? null)];
  return { dataset, levels, parameter, tiled, units: await conversionsOf(catalogue, own) };
}

async function conversionsOf(
  catalogue: Catalogue,
  units: (string | null)[],
): Promise<Known["units"]> {
  const told = [...new Set(units)].map(async (unit): Promise<[string | null, Conversion[]]> =>
    // Without conversions all else can be shown.
    [unit, await catalogue.conversions(unit).catch(() => [])],
  );
  return new Map(await Promise.all(told));
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
    if (!last) return added.side;
    const { units } = last.parameter;
    return fittingSide(sides, units, last.units.get(units) ?? []);
  } catch {
    return added.side;
  }
}

/** What there is of a parameter to draw now; asks for what would show it better. */
export function curveOf(
  store: TileStore,
  consumer: string,
  { dataset, levels, parameter: described, tiled, units }: Known,
  { upwards, over }: Cut,
  range: Range,
  pixels: number,
): Curve {
  const parameter = along(tiled, upwards);
  const cut = cutOf(tiled, upwards, over);
  const view = store.view(consumer, { levels, parameter, cut }, range, pixels);
  const places = movingBins(levels, parameter);
  const moving = places
    ? store.view(binsOf(consumer), { levels, parameter: places, cut: WHOLE }, range, pixels)
    : null;
  return {
    parameter: described,
    tiled: parameter,
    cadence: dataset.cadence,
    view: moving ? together(view, moving) : view,
    moving: moving?.pieces ?? null,
    conversions: units.get(described.units) ?? [],
    binConversions: units.get(parameter.bins?.units ?? null) ?? [],
    reduction: reductionText(tiled, cut),
    look: plainLook(parameter),
  };
}

/** A picture is whole when its bins are known as well. */
function together(view: View, bins: View): View {
  return {
    ...view,
    loading: view.loading || bins.loading,
    error: view.error ?? bins.error,
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
