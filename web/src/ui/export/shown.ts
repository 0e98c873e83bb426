/** What is known of all that a view shows, its rulers too. */

import type { Catalogue } from "../../data/catalogue";
import type { ShownParameter } from "../../state/wanted";
import type { ViewState } from "../../state/view";
import { know } from "../curves";

/** Throws a sentence where none of it is known; what fails alone is left out. */
export async function shownIn(
  catalogue: Catalogue,
  { panels, rulers }: Pick<ViewState, "panels" | "rulers">,
): Promise<ShownParameter[]> {
  const every = [...panels.flatMap((panel) => panel.series), ...rulers];
  const answers = await Promise.allSettled(every.map((one) => know(catalogue, one)));
  const known = answers.flatMap((a) => (a.status === "fulfilled" ? [a.value] : []));
  const failed = answers.find((a) => a.status === "rejected");
  if (known.length === 0 && failed) throw failed.reason;
  return known.map(({ dataset, levels, parameter, tiled }) => ({
    dataset,
    version: levels.version,
    parameter,
    tiled,
  }));
}
