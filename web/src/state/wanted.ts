/** What data stand behind a view: of each dataset, the parameters shown and what belongs to them. */

import type { Dataset, Parameter, TiledParameter } from "../data/types";

/** A parameter that is shown, and what is known of it. */
export interface ShownParameter {
  dataset: Dataset;
  /** Changes whenever values or metadata of the dataset do. */
  version: string;
  parameter: Parameter;
  tiled: TiledParameter;
}

export interface Wanted {
  dataset: Dataset;
  version: string;
  /** Names of what is shown itself. */
  shown: string[];
  /** With its error bars, flags and moving bins; in the order of the dataset. */
  parameters: string[];
}

const unique = (names: (string | null | undefined)[]): string[] => [
  ...new Set(names.filter((name) => name !== null && name !== undefined)),
];

export function wantedOf(all: ShownParameter[]): Wanted[] {
  return unique(all.map(({ dataset }) => dataset.id)).flatMap((id) => {
    const here = all.filter(({ dataset }) => dataset.id === id);
    const [first] = here;
    if (!first) return [];
    const shown = unique(here.map(({ parameter }) => parameter.name));
    const named = new Set([...shown, ...here.flatMap(companionsOf)]);
    const parameters = first.dataset.parameters
      .map(({ name }) => name)
      .filter((name) => named.has(name));
    return [{ dataset: first.dataset, version: first.version, shown, parameters }];
  });
}

function companionsOf({ parameter, tiled }: ShownParameter): string[] {
  const bins = [tiled.bins, ...tiled.dimensions.map((d) => d.bins)];
  return unique([...parameter.uncertainty, parameter.quality, ...bins.map((b) => b?.parameter)]);
}
