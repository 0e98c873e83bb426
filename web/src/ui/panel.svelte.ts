/** What one panel knows: its parameters, their curves as they stand, and what is wrong. */

import type { Range } from "../data/types";
import { isSpectrogram, type Curve, type Drawn } from "../engine/curve";
import type { Panel } from "../state/view";
import { curveOf, know, releaseCurve, type Known } from "./curves";
import { messageOf } from "./finder.svelte";
import type { Session } from "./session.svelte";

export class PanelModel {
  known = $state.raw<Known[]>([]);
  curves = $state.raw<Curve[]>([]);
  drawn = $state.raw<Drawn | null>(null);
  #problem = $state<string | null>(null);
  readonly spectrogram = $derived(this.curves[0] ? isSpectrogram(this.curves[0]) : false);
  /** A sentence; null where all is well. */
  readonly failed = $derived(
    this.curves.find((c) => c.view.error)?.view.error?.message ?? this.#problem,
  );
  readonly loading = $derived(
    !this.failed && (this.curves.length === 0 || this.curves.some((c) => c.view.loading)),
  );
  readonly #session: Session;
  readonly #consumer = crypto.randomUUID();
  /** Answers to what is not asked any more are left aside. */
  #asked: Panel["series"] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  /** Learn what is to be drawn; each parameter for itself, so that one may fail alone. */
  async load(series: Panel["series"]): Promise<void> {
    this.#asked = series;
    const answers = await Promise.allSettled(series.map((s) => know(this.#session.catalogue, s)));
    if (this.#asked !== series) return;
    const failure = answers.find((a) => a.status === "rejected");
    this.#problem = failure ? messageOf(failure.reason) : null;
    this.known = answers.flatMap((a) => (a.status === "fulfilled" ? [a.value] : []));
    for (const { levels } of this.known) this.#session.levels.set(levels.dataset, levels);
  }

  retry(): void {
    if (this.#problem) void this.load(this.#asked);
    this.#session.store.retry();
  }

  /** Bring the curves up to date; tiles that are missing are asked for. */
  collect({ over }: Panel, range: Range, pixels: number): Curve[] {
    const { store } = this.#session;
    this.curves = this.known.map((known, i) =>
      curveOf(store, `${this.#consumer} ${i}`, known, over, range, pixels),
    );
    return this.curves;
  }

  release(): void {
    this.#asked.forEach((_, i) => releaseCurve(this.#session.store, `${this.#consumer} ${i}`));
  }
}
