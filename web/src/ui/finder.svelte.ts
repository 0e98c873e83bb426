/** The search for datasets: what was asked, what was found. */

import type { Catalogue } from "../data/catalogue";
import type { Dataset, Found } from "../data/types";

const NOTHING = "Nothing here can be drawn.";

export class Finder {
  query = $state("");
  /** What was found; null until the server answered. */
  found = $state.raw<Dataset[] | null>(null);
  /** Servers that did not answer, and why. */
  unreachable = $state.raw<Found["unreachable"]>([]);
  problem = $state<string | null>(null);
  loading = $state(false);

  #notes = $state.raw<Record<string, string>>({});
  readonly #catalogue: Catalogue;
  #asking = new AbortController();
  #field: (() => void) | null = null;
  #wanted = false;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Put the cursor where one searches; at once, or as soon as there is a field. */
  focus(): void {
    if (this.#field) this.#field();
    else this.#wanted = true;
  }

  /** Someone has the field now. */
  take(focus: () => void): void {
    this.#field = focus;
    if (this.#wanted) focus();
    this.#wanted = false;
  }

  leave(focus: () => void): void {
    if (this.#field === focus) this.#field = null;
  }

  /** Look for the datasets of `query`; only the answer to the latest question counts. */
  async find(): Promise<void> {
    this.#asking.abort();
    const mine = (this.#asking = new AbortController());
    this.loading = true;
    try {
      const { datasets, unreachable } = await this.#catalogue.search(
        this.query.trim(),
        mine.signal,
      );
      if (mine.signal.aborted) return;
      this.found = datasets;
      this.unreachable = unreachable;
      this.problem = null;
    } catch (error) {
      if (!mine.signal.aborted) this.problem = messageOf(error);
    } finally {
      if (!mine.signal.aborted) this.loading = false;
    }
  }

  /** Datasets of remote servers come without parameters: they are asked for when opened. */
  async complete(dataset: Dataset): Promise<void> {
    if (dataset.parameters.length > 0) return;
    const { id } = dataset;
    this.#notes = { ...this.#notes, [id]: "Asking its server…" };
    try {
      const full = await this.#catalogue.describe(id);
      this.found = this.found?.map((d) => (d.id === id ? full : d)) ?? null;
      this.#notes = { ...this.#notes, [id]: NOTHING };
    } catch (error) {
      this.#notes = { ...this.#notes, [id]: messageOf(error) };
    }
  }

  /** What there is to say of a dataset without parameters. */
  note(id: string): string {
    return this.#notes[id] ?? NOTHING;
  }
}

/** The sentence of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
