/** The orbit that what is shown tells of. */

import type { Catalogue } from "../data/catalogue";
import type { Orbit, Range } from "../data/types";
import type { ViewState } from "../state/view";

/** Ask for one dataset after the other, until there is an answer. */
export async function orbitOf(
  catalogue: Catalogue,
  { panels, rulers }: ViewState,
  range: Range | null,
  signal: AbortSignal,
): Promise<Orbit | null> {
  if (!range) return null;
  const named = [...panels.flatMap((panel) => panel.series), ...rulers].map((s) => s.dataset);
  for (const dataset of new Set(named)) {
    const found = await catalogue.orbit(dataset, range, signal);
    if (found) return found;
  }
  return null;
}
