/** What stands around the panels, and which of it is open. */

import type { Opening, Workspace } from "../state/commands";
import type { Ruler } from "../state/view";
import { Palette } from "./palette/palette.svelte";
import { ThemeChoice } from "./theme.svelte";

/** What is being dragged: a parameter out of the tree, or a panel by its place. */
export type Dragged = { kind: "parameter"; of: Ruler } | { kind: "panel"; index: number };

/** What of the session is opened from here. */
interface Owner extends Workspace {
  inspecting: boolean;
  selected: number | null;
  readonly finder: { focus(): void };
}

export class Chrome {
  readonly theme = new ThemeChoice();
  readonly palette: Palette;
  /** Whether the datasets stand beside the panels. */
  tree = $state(true);
  /** Whether the list of keys is open. */
  keys = $state(false);
  sharing = $state(false);
  exporting = $state(false);
  /** The panel whose values are shown as a table. */
  table = $state<number | null>(null);
  dragged = $state.raw<Dragged | null>(null);
  readonly #owner: Owner;

  constructor(owner: Owner) {
    this.#owner = owner;
    this.palette = new Palette(owner);
  }

  reveal(what: Opening): void {
    const opens: Record<Opening, () => void> = {
      palette: () => this.palette.show(),
      go: () => this.palette.show("go"),
      keys: () => (this.keys = true),
      share: () => (this.sharing = true),
      export: () => (this.exporting = true),
      datasets: () => (this.tree = !this.tree),
      search: () => {
        this.tree = true;
        this.#owner.finder.focus();
      },
      table: () => (this.table = this.#owner.target),
      inspect: () => {
        this.#owner.selected = this.#owner.target;
        this.#owner.inspecting = !this.#owner.inspecting;
      },
    };
    opens[what]();
  }
}
