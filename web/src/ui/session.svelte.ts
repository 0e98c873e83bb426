/** The workspace as it is open: its view, its data, and what can be done. */

import { SvelteMap } from "svelte/reactivity";

import { Catalogue } from "../data/catalogue";
import { TileStore } from "../data/store";
import { workerTransport } from "../data/transport";
import type { Dataset, Example, Levels, Orbit, Range } from "../data/types";
import { createPainter, type Painter } from "../engine/spectrogram";
import type { HandedOn, Opening, PanelFacts, Workspace } from "../state/commands";
import * as edit from "../state/edit";
import { extentOf, openingOf, shifted, zoomed } from "../state/range";
import { VIEW } from "../state/steps";
import { panelOf, type Panel, type Ruler, type Series, type ViewState } from "../state/view";
import { Beginnings } from "./beginnings.svelte";
import { Chrome } from "./chrome.svelte";
import { fitting } from "./curves";
import { Looking } from "./dropping/looking.svelte";
import { Finder } from "./finder.svelte";
import { OpenView } from "./openview.svelte";
import { orbitOf } from "./orbit";
import { focusPlot } from "./focus";
import type { PanelModel } from "./panel.svelte";
import { copyLink, handOn, openAddress } from "./sharing";

/** The time under the pointer, and the plot it is over. */
export interface Cursor {
  time: number;
  panel: number | null;
  /** 0 bottom to 1 top of that plot. */
  height: number | null;
}

/** Most datasets a palette asks for: others are found by another letter. */
const MOST_FOUND = 30;

export class Session implements Workspace {
  readonly root: string;
  readonly catalogue: Catalogue;
  readonly store: TileStore;
  readonly finder: Finder;
  readonly open = new OpenView();
  readonly beginnings: Beginnings;
  readonly chrome = new Chrome(this);
  readonly looking = new Looking(this);
  readonly levels = new SvelteMap<string, Levels>();
  /** What each panel on screen knows, by its place. */
  readonly models = new SvelteMap<number, PanelModel>();
  cursor = $state.raw<Cursor | null>(null);
  /** The panel that is worked on; commands without one are meant for it. */
  selected = $state<number | null>(null);
  /** Whether the drawer beside the panels is open. */
  inspecting = $state(false);
  /** How far one step in time goes. */
  step = $state.raw(VIEW);
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
    this.beginnings = new Beginnings(this.catalogue);
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

  /** What is shown: the view's range, else what its datasets open with. */
  get range(): Range | null {
    return this.view.range ?? openingOf(this.#shown) ?? this.extent;
  }

  /** All there is of the datasets shown. */
  get extent(): Range | null {
    return extentOf(this.#shown);
  }

  get #shown(): Levels[] {
    const named = this.view.panels.flatMap((p) => p.series.map((s) => s.dataset));
    return named.flatMap((dataset) => this.levels.get(dataset) ?? []);
  }

  /** The panel commands are meant for: the one selected, else the first. */
  get target(): number | null {
    const count = this.view.panels.length;
    return count === 0 ? null : Math.min(this.selected ?? 0, count - 1);
  }

  get canUndo(): boolean {
    return this.open.canUndo;
  }

  get canRedo(): boolean {
    return this.open.canRedo;
  }

  get templates(): Example[] {
    return this.beginnings.templates;
  }

  get examples(): Example[] {
    return this.beginnings.examples;
  }

  facts(index: number): PanelFacts | null {
    const panel = this.view.panels[index];
    const model = this.models.get(index);
    if (!panel) return null;
    const names = panel.series.map((s, i) => model?.known[i]?.parameter.label || s.parameter);
    const name = names.filter((n, i) => names.indexOf(n) === i).join(", ");
    return { name, spectrogram: model?.spectrogram ?? false };
  }

  async search(query: string, signal: AbortSignal): Promise<Dataset[]> {
    return (await this.catalogue.search(query, signal, MOST_FOUND)).datasets;
  }

  describe(id: string): Promise<Dataset> {
    return this.catalogue.describe(id);
  }

  orbit(signal: AbortSignal): Promise<Orbit | null> {
    return orbitOf(this.catalogue, this.view, this.range, signal);
  }

  /** Take the state of a link: all of it in the address, or kept at the server. */
  async follow(address: Location): Promise<void> {
    this.notice = await openAddress(this.open, this.catalogue, address);
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

  /** Add a panel at `index`, or below the others. */
  add(panel: Panel, index = this.view.panels.length): void {
    this.apply(
      (view) => edit.addPanel(this.#kept(view), panel, index),
      `${panel.series[0]?.parameter ?? "Panel"} added as panel ${index + 1}.`,
    );
    this.selected = index;
  }

  /** Add panels below the others, in one step. */
  addAll(panels: Panel[]): void {
    this.apply(
      (view) => panels.reduce((all, panel) => edit.addPanel(all, panel), this.#kept(view)),
      `${panels.length} panels added.`,
    );
    this.selected = this.view.panels.length - panels.length;
  }

  /**
   * Draw a further parameter in a panel that is there, at the axis of its units; in one of its
   * own below it where lines and spectrograms would meet.
   */
  async addTo(index: number, series: Series): Promise<void> {
    const side = await fitting(this.catalogue, this.view.panels[index]?.series ?? [], series);
    if (!side) {
      this.add(panelOf([series]), index + 1);
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

  /** Work on a panel; where one is at the panels already, the keys go there too. */
  select(index: number | null): void {
    this.selected = index;
    if (index !== null) void focusPlot(index);
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

  jump(range: Range): void {
    this.open.settle();
    this.show(range);
    this.open.settle();
  }

  undo(): void {
    this.open.undo();
    this.say("Undone.");
  }

  redo(): void {
    this.open.redo();
    this.say("Done again.");
  }

  reveal(what: Opening): void {
    this.chrome.reveal(what);
  }

  /** Show the newest version of a dataset. */
  reload(dataset: string): void {
    this.catalogue.forget(dataset);
    for (const model of this.models.values()) model.reload(dataset);
  }

  openFile(): void {
    this.looking.choose();
  }

  copyLink(): void {
    void copyLink(this);
  }

  handOn(what: HandedOn): void {
    void handOn(this, what);
  }

  toggleTheme(): void {
    this.chrome.theme.toggle();
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
