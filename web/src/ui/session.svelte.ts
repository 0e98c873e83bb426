/** The workspace as it is open: its view, its data, and what can be done. */

import { SvelteMap } from "svelte/reactivity";

import { Catalogue } from "../data/catalogue";
import { TileStore } from "../data/store";
import { workerTransport } from "../data/transport";
import type { Levels, Range } from "../data/types";
import { createPainter, type Painter } from "../engine/spectrogram";
import type { Commands } from "../state/commands";
import * as edit from "../state/edit";
import { shifted, zoomed } from "../state/range";
import { panelOf, type Panel, type Ruler, type Series, type ViewState } from "../state/view";
import { fitting } from "./curves";
import { Finder } from "./finder.svelte";
import { OpenView } from "./openview.svelte";
import type { PanelModel } from "./panel.svelte";

/** The time under the pointer, and the plot it is over. */
export interface Cursor {
  time: number;
  panel: number | null;
  /** 0 bottom to 1 top of that plot. */
  height: number | null;
}

export class Session implements Commands {
  readonly root: string;
  readonly catalogue: Catalogue;
  readonly store: TileStore;
  readonly finder: Finder;
  readonly open = new OpenView();
  readonly levels = new SvelteMap<string, Levels>();
  /** What each panel on screen knows, by its place. */
  readonly models = new SvelteMap<number, PanelModel>();
  cursor = $state.raw<Cursor | null>(null);
  /** The panel that is worked on; commands without one are meant for it. */
  selected = $state<number | null>(null);
  /** Whether the drawer beside the panels is open. */
  inspecting = $state(false);
  /** Grows with every tile that arrives: plots redraw on it. */
  arrivals = $state(0);
  pending = $state(0);
  /** A sentence for everyone, shown at the top. */
  notice = $state<string | null>(null);
  /** A sentence for those who listen. */
  spoken = $state("");

  #painter: Painter | null = null;

  constructor(root: string) {
    this.root = root;
    this.catalogue = new Catalogue(root);
    this.finder = new Finder(this.catalogue);
    this.store = new TileStore(root, workerTransport());
    this.store.subscribe(() => {
      this.arrivals++;
      this.pending = this.store.pending;
    });
  }

  get view(): ViewState {
    return this.open.view;
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
  async follow(hash: string): Promise<void> {
    this.notice = await this.open.open(hash);
  }

  /** Change the view, as one step that can be undone. */
  apply(change: (view: ViewState) => ViewState, said = ""): void {
    this.open.commit(change(this.view));
    if (said) this.say(said);
  }

  /** Change the panel at `index`. */
  changePanel(index: number, change: Partial<Panel>): void {
    this.apply((view) => edit.changePanel(view, index, change));
  }

  /** Add a panel, below the others. */
  add(panel: Panel): void {
    const count = this.view.panels.length + 1;
    this.apply(
      (view) => edit.addPanel(this.#kept(view), panel),
      `${panel.series[0]?.parameter ?? "Panel"} added as panel ${count}.`,
    );
    this.selected = count - 1;
  }

  /**
   * Draw a further parameter in a panel that is there, at the axis of its units; in one of its
   * own where lines and spectrograms would meet.
   */
  async addTo(index: number, series: Series): Promise<void> {
    const side = await fitting(this.catalogue, this.view.panels[index]?.series ?? [], series);
    if (!side) {
      this.add(panelOf([series]));
      return;
    }
    this.apply(
      (view) => edit.addSeries(this.#kept(view), index, { ...series, side }),
      `${series.parameter} added to panel ${index + 1}.`,
    );
    this.selected = index;
  }

  /** Whether a parameter has a row under the time axis. */
  isRuler({ dataset, parameter }: Ruler): boolean {
    return this.view.rulers.some((r) => r.dataset === dataset && r.parameter === parameter);
  }

  toggleRuler({ dataset, parameter }: Ruler): void {
    const there = this.isRuler({ dataset, parameter });
    this.apply(
      (view) => edit.toggleRuler(this.#kept(view), { dataset, parameter }),
      `${parameter} ${there ? "is not under the time axis any more" : "stands under the time axis"}.`,
    );
  }

  remove(index: number): void {
    this.apply((view) => edit.removePanel(view, index), "Panel removed.");
    if ((this.selected ?? 0) >= this.view.panels.length) this.selected = null;
  }

  /** Move a panel by `step` places. */
  move(index: number, step: number): void {
    this.apply((view) => edit.movePanel(view, index, index + step));
    if (this.view.panels[index + step]) this.selected = index + step;
  }

  select(index: number | null): void {
    this.selected = index;
  }

  show(range: Range): void {
    this.open.show(range);
  }

  pan(share: number): void {
    if (this.range) this.show(shifted(this.range, share));
  }

  zoom(factor: number): void {
    const { range, cursor } = this;
    if (range) this.show(zoomed(range, factor, cursor?.time ?? (range.start + range.stop) / 2));
  }

  whole(): void {
    if (this.extent) this.show(this.extent);
  }

  undo(): void {
    this.open.undo();
  }

  redo(): void {
    this.open.redo();
  }

  search(): void {
    this.finder.focus();
  }

  inspect(): void {
    this.inspecting = !this.inspecting;
    this.selected ??= this.view.panels.length > 0 ? 0 : null;
  }

  say(text: string): void {
    this.spoken = text;
  }

  /** A further panel must not change what the others show. */
  #kept(view: ViewState): ViewState {
    const { range } = this;
    return view.panels.length > 0 && range ? edit.withRange(view, range) : view;
  }
}
