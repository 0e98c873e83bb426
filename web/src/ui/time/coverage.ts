/** Which stretches of all there is each dataset shown covers. */

import { serverOf } from "../../data/rests";
import { WHOLE } from "../../data/store";
import type { Levels, Range, TiledParameter } from "../../data/types";
import { covered } from "../../engine/coverage";
import type { Session } from "../session.svelte";

export interface Covered {
  dataset: string;
  /** null: not known yet. */
  stretches: Range[] | null;
  whole: Range;
  /** Whether it is only told from when to when: where a remote server has gaps is not known. */
  told: boolean;
}

/** A stretch of fewer pixels is not told apart: a quarter of the tiles shows it as well. */
const PIXELS_A_STRETCH = 2;

export class Coverage {
  readonly #session: Session;
  readonly #consumer = crypto.randomUUID();
  #asked = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** What is known now; what is not is asked for, and announced when it is here. */
  of(datasets: string[], pixels: number): Covered[] {
    const asked = new Set<string>();
    const found = datasets.flatMap((dataset) => {
      const levels = this.#session.levels.get(dataset);
      if (!levels || !(levels.stop > levels.start)) return [];
      const whole = { start: levels.start, stop: levels.stop };
      const parameter = lightest(levels);
      // All samples of a remote one would have to come, to be counted.
      if (!parameter || serverOf(dataset) !== null)
        return [{ dataset, whole, stretches: [whole], told: true }];
      asked.add(dataset);
      const source = { levels, parameter, cut: WHOLE };
      const consumer = this.#consumer + dataset;
      const view = this.#session.store.view(consumer, source, whole, pixels / PIXELS_A_STRETCH);
      const stretches = view.pieces.length > 0 ? covered(view.pieces) : null;
      return [{ dataset, whole, stretches, told: false }];
    });
    const gone = [...this.#asked].filter((dataset) => !asked.has(dataset));
    for (const dataset of gone) this.#release(dataset);
    this.#asked = asked;
    return found;
  }

  release(): void {
    for (const dataset of this.#asked) this.#release(dataset);
  }

  #release(dataset: string): void {
    this.#session.store.release(this.#consumer + dataset);
  }
}

/** The parameter with the fewest numbers: every one knows where there are samples. */
function lightest({ parameters }: Levels): TiledParameter | undefined {
  const cost = (p: TiledParameter): number => p.columns.length * p.stats.length;
  return parameters.toSorted((a, b) => cost(a) - cost(b))[0];
}
