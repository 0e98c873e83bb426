/** The palette as it is open: what was typed, which command is being chosen of, what fits. */

import { command, COMMANDS, type Command, type Workspace } from "../../state/commands";
import { findPanels } from "../../state/commands/data";
import { chosen, listed, remembered, type Entry } from "../../state/palette";
import { messageOf } from "../finder.svelte";

/** How long typing has to rest before the server is asked. */
const REST_MS = 150;
const KEY = "dayside.recent";

export class Palette {
  isOpen = $state(false);
  /** The commands gone into, the innermost last; empty: all commands. */
  path = $state.raw<Command[]>([]);
  active = $state(0);
  searching = $state(false);
  problem = $state<string | null>(null);
  readonly entries: Entry[] = $derived.by(() => this.#entries());
  readonly parent: Command | undefined = $derived(this.path.at(-1));
  #query = $state("");
  #found = $state.raw<Command[]>([]);
  #recent = $state.raw<string[]>(recent());
  #asking = new AbortController();
  readonly #on: Workspace;

  constructor(on: Workspace) {
    this.#on = on;
  }

  get query(): string {
    return this.#query;
  }

  set query(text: string) {
    this.#query = text;
    this.active = 0;
    void this.#find(text ? REST_MS : 0);
  }

  /** Open the list of all commands, or what can be chosen of one. */
  show(id?: string): void {
    this.isOpen = true;
    this.#into(id === undefined ? [] : [command(id)]);
  }

  close(): void {
    this.isOpen = false;
    this.#asking.abort();
  }

  /** Do an entry, or go into it where there is something to choose. */
  choose(entry: Entry | undefined): void {
    if (!entry) return;
    const { command: one, parent } = entry;
    if (!one.run) {
      this.#into([...this.path, one]);
      return;
    }
    this.#remember(parent ?? this.path[0] ?? one);
    this.close();
    one.run(this.#on);
  }

  /** Out of the command gone into last; tells whether there was one. */
  back(): boolean {
    if (this.path.length === 0) return false;
    this.#into(this.path.slice(0, -1));
    return true;
  }

  /** Up or down, round the ends. */
  move(step: number): void {
    const count = this.entries.length;
    if (count > 0) this.active = (this.active + step + count) % count;
  }

  about(entry: Entry): string {
    return (
      (entry.parent ?? entry.command).about?.(this.#on) || entry.command.about?.(this.#on) || ""
    );
  }

  #into(path: Command[]): void {
    this.path = path;
    this.#found = [];
    this.query = "";
  }

  #entries(): Entry[] {
    const { parent } = this;
    const found = this.#found.map((c) => ({ command: c, parent: null, at: [], title: c.title }));
    return parent
      ? [...found, ...chosen(parent, this.#on, this.#query)]
      : [...listed(COMMANDS, this.#on, this.#query, this.#recent), ...found];
  }

  /** Ask the server for what fits, a little after the last letter. */
  async #find(rest: number): Promise<void> {
    this.#asking.abort();
    const { signal } = (this.#asking = new AbortController());
    const find = this.parent ? this.parent.find : findPanels;
    this.problem = null;
    this.searching = find !== undefined;
    try {
      await new Promise((resolve) => setTimeout(resolve, rest));
      const found = signal.aborted ? [] : ((await find?.(this.#on, this.#query, signal)) ?? []);
      if (!signal.aborted) this.#found = found;
    } catch (error) {
      if (!signal.aborted) this.problem = messageOf(error);
    } finally {
      if (!signal.aborted) this.searching = false;
    }
  }

  #remember({ id }: Command): void {
    // What was found at the server is found there again; only commands are kept.
    if (!COMMANDS.some((c) => c.id === id)) return;
    this.#recent = remembered(this.#recent, id);
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#recent));
    } catch {
      // It holds for this page then.
    }
  }
}

function recent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return []; // storage is forbidden, or holds something else
  }
}
