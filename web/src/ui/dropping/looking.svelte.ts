/** Files of this machine that somebody wants to look at: sent, read, drawn, not kept. */

import { look } from "../../data/looks";
import type { Look } from "../../data/types";
import { newPanel } from "../../state/view";
import { messageOf } from "../finder.svelte";
import type { Session } from "../session.svelte";

export class Looking {
  /** What is being read; null where nothing is. */
  reading = $state<string | null>(null);
  /** Sentences on what could not be read. */
  refused = $state.raw<string[]>([]);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Let the user choose files of this machine. */
  choose(): void {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.addEventListener("change", () => void this.take([...(input.files ?? [])]));
    input.click();
  }

  /** Draw what is in some files, below the panels there are. */
  async take(files: File[]): Promise<void> {
    if (files.length === 0 || this.reading) return;
    this.reading = namesOf(files.map((file) => file.name));
    this.refused = [];
    try {
      this.#draw(await look(this.#session.root, files));
    } catch (error) {
      this.refuse(messageOf(error));
    } finally {
      this.reading = null;
    }
  }

  refuse(...sentences: string[]): void {
    this.refused = sentences;
  }

  #draw({ panels, refused }: Look): void {
    const sentences = refused.map((r) => r.reason);
    if (panels.length === 0) sentences.push("There is nothing in it that can be drawn.");
    this.refuse(...sentences);
    if (panels.length === 0) return;
    this.#session.addAll(panels.map((p) => newPanel(p.dataset, p.parameter)));
  }
}

/** "a.lbl, a.tab and 3 more". */
export function namesOf(names: string[]): string {
  const rest = names.length - 2;
  if (rest <= 0) return names.join(" and ");
  return `${names.slice(0, 2).join(", ")} and ${rest} more`;
}
