/** The workspace's one state, and what can be done to it. */

import { SvelteMap } from "svelte/reactivity";

import { Catalogue } from "../data/catalogue";
import { TileStore } from "../data/store";
import { workerTransport } from "../data/transport";
import type { Dataset, Levels, Range } from "../data/types";
import { createPainter, type Painter } from "../engine/spectrogram";
import type { Commands } from "../state/commands";
import * as history from "../state/history";
import { fromHash, toHash } from "../state/link";
import * as states from "../state/view";
import type { Panel, ViewState } from "../state/view";

/** A change of range counts as one step once it rests this long. */
const REST_MS = 400;

/** The time under the pointer, and the plot it is over. */
export interface Cursor {
  time: number;
  panel: number | null;
  /** 0 bottom to 1 top of that plot. */
  height: number | null;
}

export class Session implements Commands {
  readonly catalogue: Catalogue;
  readonly store: TileStore;
  view = $state.raw<ViewState>(states.EMPTY);
  cursor = $state.raw<Cursor | null>(null);
  /** Grows with every tile that arrives: plots redraw on it. */
  arrivals = $state(0);
  pending = $state(0);
  /** What the datasets are searched for. */
  query = $state("");
  /** What was found; null until the server answered. */
  found = $state.raw<Dataset[] | null>(null);
  searchProblem = $state<string | null>(null);
  /** A sentence for everyone, shown at the top. */
  notice = $state<string | null>(null);
  /** A sentence for those who listen. */
  spoken = $state("");
  canUndo = $state(false);
  canRedo = $state(false);
  readonly levels = new SvelteMap<string, Levels>();
  focusSearch: () => void = () => undefined;

  #history = history.begin<ViewState>(states.EMPTY);
  #asking = new AbortController();
  #rest: ReturnType<typeof setTimeout> | undefined;
  #painter: Painter | null = null;
  #hash = "";

  constructor(root: string) {
    this.catalogue = new Catalogue(root);
    this.store = new TileStore(root, workerTransport());
    this.store.subscribe(() => {
      this.arrivals++;
      this.pending = this.store.pending;
    });
  }

  /** Look for the datasets of `query`; only the answer to the latest question counts. */
  async find(): Promise<void> {
    this.#asking.abort();
    const mine = (this.#asking = new AbortController());
    try {
      const found = await this.catalogue.search(this.query.trim(), mine.signal);
      if (mine.signal.aborted) return;
      this.found = found;
      this.searchProblem = null;
    } catch (error) {
      if (!mine.signal.aborted) this.searchProblem = messageOf(error);
    }
  }

  /** Datasets of remote servers come without parameters: they are asked for when opened. */
  async complete(dataset: Dataset): Promise<void> {
    if (dataset.parameters.length > 0) return;
    try {
      const full = await this.catalogue.describe(dataset.id);
      this.found = this.found?.map((d) => (d.id === dataset.id ? full : d)) ?? null;
    } catch (error) {
      this.searchProblem = messageOf(error);
    }
  }

  /** One painter for all spectrograms, made when the first is drawn. */
  painter = (): Painter => (this.#painter ??= createPainter());

  /** What is shown: the view's range, or all there is of its datasets. */
  get range(): Range | null {
    return this.view.range ?? this.extent;
  }

  /** All there is of the datasets shown. */
  get extent(): Range | null {
    const shown = this.view.panels.flatMap((p) => p.series.map((s) => this.levels.get(s.dataset)));
    const known = shown.filter((l) => l !== undefined && l.stop > l.start);
    if (known.length === 0) return null;
    return {
      start: Math.min(...known.map((l) => l?.start ?? Infinity)),
      stop: Math.max(...known.map((l) => l?.stop ?? -Infinity)),
    };
  }

  /** Take the state of a link. */
  async open(hash: string): Promise<void> {
    if (hash.replace(/^#/, "") === this.#hash) return;
    const { view, problem } = await fromHash(hash);
    this.notice = problem;
    if (!problem) this.#commit(view);
  }

  /** Show a view as it is, instead of what there was. */
  present(view: ViewState): void {
    this.#commit(view);
  }

  add(panel: Panel): void {
    const { range } = this;
    // A further panel must not change what the others show.
    const view =
      this.view.panels.length > 0 && range ? states.withRange(this.view, range) : this.view;
    this.#commit(states.addPanel(view, panel));
    this.say(`${panel.series[0]?.parameter ?? "Panel"} added as panel ${this.view.panels.length}.`);
  }

  remove(index: number): void {
    this.#commit(states.removePanel(this.view, index));
    this.say("Panel removed.");
  }

  move(index: number, step: number): void {
    this.#commit(states.movePanel(this.view, index, step));
  }

  changePanel(index: number, change: Partial<Panel>): void {
    this.#commit(states.changePanel(this.view, index, change));
  }

  /** Show `range`; steps in quick succession are undone together. */
  show(range: Range): void {
    if (!Number.isFinite(range.start) || !Number.isFinite(range.stop)) return;
    this.view = states.withRange(this.view, range);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.settle(), REST_MS);
  }

  /** A gesture is over: what it led to is one step of the history. */
  settle(): void {
    clearTimeout(this.#rest);
    if (this.view !== this.#history.present) this.#commit(this.view);
  }

  pan(share: number): void {
    if (this.range) this.show(states.shifted(this.range, share));
  }

  zoom(factor: number): void {
    const { range, cursor } = this;
    if (range)
      this.show(states.zoomed(range, factor, cursor?.time ?? (range.start + range.stop) / 2));
  }

  whole(): void {
    if (this.extent) this.show(this.extent);
  }

  undo(): void {
    this.settle();
    this.#take(history.undo(this.#history));
  }

  redo(): void {
    this.settle();
    this.#take(history.redo(this.#history));
  }

  search(): void {
    this.focusSearch();
  }

  say(text: string): void {
    this.spoken = text;
  }

  #commit(view: ViewState): void {
    clearTimeout(this.#rest);
    this.#take(history.push(this.#history, view));
  }

  #take(next: history.History<ViewState>): void {
    this.#history = next;
    this.view = next.present;
    this.canUndo = next.past.length > 0;
    this.canRedo = next.future.length > 0;
    void this.#writeHash(next.present);
  }

  async #writeHash(view: ViewState): Promise<void> {
    const hash = await toHash(view);
    // A later state may have overtaken the deflating of this one.
    if (view !== this.#history.present) return;
    this.#hash = hash;
    window.history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }
}

/** The sentence of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
