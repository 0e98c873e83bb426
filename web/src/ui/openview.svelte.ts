/** The view that is open: its history, and the address that holds it. */

import type { Range } from "../data/types";
import { withRange } from "../state/edit";
import * as history from "../state/history";
import { fromHash, toHash } from "../state/link";
import { EMPTY, type ViewState } from "../state/view";

/** A change of range counts as one step once it rests this long. */
const REST_MS = 400;

export class OpenView {
  view = $state.raw<ViewState>(EMPTY);
  canUndo = $state(false);
  canRedo = $state(false);
  /** Whether a gesture goes on: what is shown is on its way to something else. */
  moving = $state(false);

  #history = history.begin<ViewState>(EMPTY);
  #rest: ReturnType<typeof setTimeout> | undefined;
  #hash = "";

  /** Take the state of a link; returns what is wrong with it, or null. */
  async open(hash: string): Promise<string | null> {
    if (hash.replace(/^#/, "") === this.#hash) return null;
    const { view, problem } = await fromHash(hash);
    if (!problem) this.commit(view);
    return problem;
  }

  /** A new state, as one step that can be undone. */
  commit(view: ViewState): void {
    clearTimeout(this.#rest);
    this.#take(history.push(this.#history, view));
  }

  /** Show `range`; steps in quick succession are undone together. */
  show(range: Range): void {
    if (!Number.isFinite(range.start) || !Number.isFinite(range.stop)) return;
    this.pass(withRange(this.view, range));
  }

  /** Show `range` of a gesture that tells its end: the address is written then, not on the way. */
  drag(range: Range): void {
    if (!Number.isFinite(range.start) || !Number.isFinite(range.stop)) return;
    this.hold(withRange(this.view, range));
  }

  /** A state on the way to another, of a gesture that goes on. */
  pass(view: ViewState): void {
    this.view = view;
    this.moving = true;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.settle(), REST_MS);
  }

  /** The same of a gesture that tells its end, however long it rests on its way. */
  hold(view: ViewState): void {
    clearTimeout(this.#rest);
    this.view = view;
    this.moving = true;
  }

  /** A gesture is over: what it led to is one step of the history. */
  settle(): void {
    clearTimeout(this.#rest);
    this.moving = false;
    if (this.view !== this.#history.present) this.commit(this.view);
  }

  undo(): void {
    this.settle();
    this.#take(history.undo(this.#history));
  }

  redo(): void {
    this.settle();
    this.#take(history.redo(this.#history));
  }

  #take(next: history.History<ViewState>): void {
    this.#history = next;
    this.moving = false;
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
