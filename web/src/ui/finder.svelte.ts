/** The search for datasets: what was asked, what was found. */

import type { Catalogue } from "../data/catalogue";
import type { Dataset } from "../data/types";

export class Finder {
  query = $state("");
  /** What was found; null until the server answered. */
  found = $state.raw<Dataset[] | null>(null);
  problem = $state<string | null>(null);
  /** Put the cursor where one searches; set by whoever has the field. */
  focus: () => void = () => undefined;

  readonly #catalogue: Catalogue;
  #asking = new AbortController();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Look for the datasets of `query`; only the answer to the latest question counts. */
  async find(): Promise<void> {
    this.#asking.abort();
    const mine = (this.#asking = new AbortController());
    try {
      const found = await this.#catalogue.search(this.query.trim(), mine.signal);
      if (mine.signal.aborted) return;
      this.found = found;
      this.problem = null;
    } catch (error) {
      if (!mine.signal.aborted) this.problem = messageOf(error);
    }
  }

  /** Datasets of remote servers come without parameters: they are asked for when opened. */
  async complete(dataset: Dataset): Promise<void> {
    if (dataset.parameters.length > 0) return;
    try {
      const full = await this.#catalogue.describe(dataset.id);
      this.found = this.found?.map((d) => (d.id === dataset.id ? full : d)) ?? null;
    } catch (error) {
      this.problem = messageOf(error);
    }
  }
}

/** The sentence of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
