/** Which datasets are there, what they hold and how they are cut into tiles. */

import { exactTime } from "../engine/time";
import { address, get, post } from "./http";
import {
  toConversions,
  toDataset,
  toExamples,
  toFound,
  toLevels,
  toLinkId,
  toLinkState,
  toOrbit,
  toTemplates,
} from "./records";
import type { Conversion, Dataset, Example, Found, Levels, Orbit, Range } from "./types";

export class Catalogue {
  readonly #root: string;
  readonly #described = new Map<string, Promise<Dataset>>();
  readonly #levels = new Map<string, Promise<Levels>>();
  readonly #units = new Map<string, Promise<Conversion[]>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Datasets that hold every word of `text`; the first `limit` of them. */
  async search(text: string, signal?: AbortSignal, limit?: number): Promise<Found> {
    const url = address(this.#root, "/api/datasets", { q: text || undefined, limit });
    return toFound(await (await get(url, signal)).json());
  }

  async examples(): Promise<Example[]> {
    return toExamples(await (await get(address(this.#root, "/api/examples"))).json());
  }

  /** Whole views that fit what is here: the field and the ions of a spacecraft. */
  async templates(): Promise<Example[]> {
    return toTemplates(await (await get(address(this.#root, "/api/templates"))).json());
  }

  /** Keep a state at the server; returns its id. */
  async saveLink(state: unknown): Promise<string> {
    const url = address(this.#root, "/api/links");
    return toLinkId(await (await post(url, { state })).json());
  }

  /** The state kept under an id. */
  async link(id: string): Promise<unknown> {
    const url = address(this.#root, `/api/links/${encodeURIComponent(id)}`);
    return toLinkState(await (await get(url)).json());
  }

  describe(id: string): Promise<Dataset> {
    return once(this.#described, id, async () => {
      const url = address(this.#root, "/api/dataset", { id });
      return toDataset(await (await get(url)).json());
    });
  }

  /** Ask anew for what is told of a dataset. */
  forget(id: string): void {
    this.#described.delete(id);
    this.#levels.delete(id);
  }

  levels(id: string): Promise<Levels> {
    return once(this.#levels, id, async () => {
      const url = address(this.#root, "/api/levels", { dataset: id });
      return toLevels(await (await get(url)).json());
    });
  }

  /** The orbit of a dataset's spacecraft at a time; null where nothing tells of one. */
  async orbit(dataset: string, range: Range, signal?: AbortSignal): Promise<Orbit | null> {
    const [start, stop] = [exactTime(range.start), exactTime(range.stop)];
    const url = address(this.#root, "/api/orbit", { dataset, start, stop });
    return toOrbit(await (await get(url, signal)).json());
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
