/** What one panel knows: its parameters, their curves as they stand, and what is wrong. */

import { RequestError } from "../data/http";
import { serverOf } from "../data/rests";
import type { Range } from "../data/types";
import { isSpectrogram, type Curve, type Drawn, type LineName } from "../engine/curve";
import type { Plot } from "../engine/plot";
import type { Spectrum } from "../engine/spectrum";
import type { Table } from "../engine/table";
import type { Panel, Series } from "../state/view";
import { Again } from "./again";
import { curveOf, know, releaseCurve, type Known } from "./curves";
import { lookOf, releaseLook } from "./looks";
import type { Session } from "./session.svelte";

/** A series of the panel, its place there, and what is known of it. */
export interface Shown {
  series: Series;
  place: number;
  known: Known;
}

export class PanelModel {
  known = $state.raw<Known[]>([]);
  curves = $state.raw<Curve[]>([]);
  drawn = $state.raw<Drawn | null>(null);
  /** The line pointed at in the legend. */
  lit = $state.raw<LineName | null>(null);
  /** The plot that shows it, while it is on screen. */
  plot: Plot | null = null;
  #problem = $state.raw<Error | null>(null);
  readonly spectrogram = $derived(this.curves[0] ? isSpectrogram(this.curves[0]) : false);
  /** What is wrong; null where all is well. */
  readonly error = $derived(this.curves.find((c) => c.view.error)?.view.error ?? this.#problem);
  /** A sentence on it. */
  readonly failed = $derived(this.error?.message ?? null);
  /** Whether the server has a newer version of what is shown. */
  readonly newer = $derived(this.curves.some((c) => c.view.newer));
  readonly loading = $derived(
    !this.failed && (this.curves.length === 0 || this.curves.some((c) => c.view.loading)),
  );
  readonly #session: Session;
  readonly #consumer = crypto.randomUUID();
  /** Answers to what is not asked any more are left aside. */
  #asked = $state.raw<Series[]>([]);
  /** Places among what was asked of all that is known. */
  #places: number[] = [];
  readonly #again = new Again();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Learn what is to be drawn; each parameter for itself, so that one may fail alone. */
  async load(series: Series[]): Promise<void> {
    this.#asked = series;
    this.#again.cancel();
    const answers = await Promise.allSettled(series.map((s) => know(this.#session.catalogue, s)));
    if (this.#asked !== series) return;
    const failure = answers.find((a) => a.status === "rejected");
    this.#problem = failure ? asError(failure.reason) : null;
    if (this.#problem instanceof RequestError && this.#problem.passes) {
      this.#again.later(() => void this.load(series));
    } else this.#again.reset();
    this.#places = answers.flatMap((a, i) => (a.status === "fulfilled" ? [i] : []));
    this.known = answers.flatMap((a) => (a.status === "fulfilled" ? [a.value] : []));
    for (const { levels } of this.known) this.#session.levels.set(levels.dataset, levels);
  }

  /** The spectrum of a time, of what is drawn. */
  spectrum(time: number): Spectrum | null {
    return this.plot?.spectrum(time) ?? null;
  }

  /** What is drawn, to be read. */
  tables(): Table[] {
    return this.plot?.tables() ?? [];
  }

  retry(): void {
    if (this.#problem) void this.load(this.#asked);
    this.#session.store.retry();
  }

  /** Show the newest version of all that is shown. */
  renew(): void {
    const shown = this.#asked.map((s) => s.dataset);
    shown
      .filter((dataset, i) => shown.indexOf(dataset) === i)
      .forEach((dataset) => this.#session.reload(dataset));
  }

  /** Ask anew for what is told of a dataset. */
  reload(dataset: string): void {
    if (this.#asked.some((s) => s.dataset === dataset)) void this.load([...this.#asked]);
  }

  /** The remote server that something is waited for from; null where there is none. */
  get place(): string | null {
    return this.#asked.map((s) => serverOf(s.dataset)).find((server) => server !== null) ?? null;
  }

  /** What is known of the series of a panel; those that were just added are not there yet. */
  shown(panel: Panel): Shown[] {
    return this.known.flatMap((known, i) => {
      const place = this.#places[i] ?? 0;
      const series = panel.series[place];
      const asked = this.#asked[place];
      const same = series?.dataset === asked?.dataset && series?.parameter === asked?.parameter;
      return series && same ? [{ series, place, known }] : [];
    });
  }

  /** Bring the curves up to date; tiles that are missing are asked for. */
  collect(panel: Panel, range: Range, pixels: number): Curve[] {
    const { store } = this.#session;
    this.curves = this.shown(panel).map(({ series, place, known }) => {
      const consumer = this.#consumerOf(place);
      const curve = curveOf(store, consumer, known, panel, range, pixels);
      if (isSpectrogram(curve)) return curve;
      return {
        ...curve,
        look: lookOf(store, consumer, known, curve, series, place, range, pixels),
      };
    });
    return this.curves;
  }

  release(): void {
    this.#again.cancel();
    this.#asked.forEach((_, place) => {
      releaseCurve(this.#session.store, this.#consumerOf(place));
      releaseLook(this.#session.store, this.#consumerOf(place));
    });
  }

  #consumerOf(place: number): string {
    return `${this.#consumer} ${place}`;
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
