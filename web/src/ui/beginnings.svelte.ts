/** Whole views to begin with: examples, and templates that fit what is here. */

import type { Catalogue } from "../data/catalogue";
import type { Example } from "../data/types";

export class Beginnings {
  examples = $state.raw<Example[]>([]);
  templates = $state.raw<Example[]>([]);
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Without them the workspace is of use as well; what is wrong is said where one searches. */
  async load(): Promise<void> {
    const none = (): Example[] => [];
    [this.examples, this.templates] = await Promise.all([
      this.#catalogue.examples().catch(none),
      this.#catalogue.templates().catch(none),
    ]);
  }
}
