/** Which datasets are there, what they hold and how they are cut into tiles. */

import { address, get } from "./http";
import { toConversions, toDataset, toDatasets, toExamples, toLevels } from "./records";
import type { Conversion, Dataset, Example, Levels } from "./types";

export class Catalogue {
  readonly #root: string;
  readonly #described = new Map<string, Promise<Dataset>>();
  readonly #levels = new Map<string, Promise<Levels>>();
  readonly #units = new Map<string, Promise<Conversion[]>>();

  constructor(root: string) {
    this.#root = root;
  }

  async search(text: string, signal?: AbortSignal): Promise<Dataset[]> {
    const url = address(this.#root, "/api/datasets", text ? { q: text } : {});
    return toDatasets(await (await get(url, signal)).json());
  }

  async examples(): Promise<Example[]> {
    return toExamples(await (await get(address(this.#root, "/api/examples"))).json());
  }

  describe(id: string): Promise<Dataset> {
    return once(this.#described, id, async () => {
      const url = address(this.#root, "/api/dataset", { id });
      return toDataset(await (await get(url)).json());
    });
  }

  levels(id: string): Promise<Levels> {
    return once(this.#levels, id, async () => {
      const url = address(this.#root, "/api/levels", { dataset: id });
      return toLevels(await (await get(url)).json());
    });
  }

  /** Units that numbers in `units` can be told in; none where nothing is known of them. */
  async conversions(units: string | null): Promise<Conversion[]> {
    if (!units) return [];
    return once(this.#units, units, async () =>
      toConversions(await (await get(address(this.#root, "/api/units", { units }))).json()),
    );
  }
}

/** Remember the answer to `key`, but never a failure. */
function once<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found) return found;
  const asked = ask();
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}
