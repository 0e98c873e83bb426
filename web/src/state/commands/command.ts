/** What a command is, and the workspace as commands see it. */

import type { Dataset, Example, Orbit, Parameter, Range } from "../../data/types";
import type { Step } from "../steps";
import type { Panel, Series, ViewState } from "../view";

/** A parameter that can be drawn. */
export interface Offer {
  dataset: Dataset;
  parameter: Parameter;
}

/** What can be opened beside or over the panels. */
export type Opening =
  "palette" | "go" | "keys" | "search" | "datasets" | "inspect" | "share" | "export" | "table";

/** A figure to save, or code to copy. */
export type HandedOn = "PNG" | "SVG" | "python" | "notebook" | "hapi" | "shell";

/** What a panel shows, as far as commands mind. */
export interface PanelFacts {
  name: string;
  spectrogram: boolean;
}

/** All that commands can see and do. */
export interface Workspace {
  readonly view: ViewState;
  /** What is shown, and all there is of the datasets shown. */
  readonly range: Range | null;
  readonly extent: Range | null;
  /** The place of the panel that is worked on; null where there is none. */
  readonly target: number | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** How far `[` and `]` go. */
  step: Step;
  readonly templates: Example[];
  readonly examples: Example[];
  facts(index: number): PanelFacts | null;
  /** The first datasets the server finds; remote ones come without parameters. */
  search(query: string, signal: AbortSignal): Promise<Dataset[]>;
  describe(id: string): Promise<Dataset>;
  /** The orbit at the time shown; null where nothing shown tells of one. */
  orbit(signal: AbortSignal): Promise<Orbit | null>;
  /** Change the view as one step that can be undone; `said` to those who listen. */
  apply(change: (view: ViewState) => ViewState, said?: string): void;
  /** Show `range`, as one step that can be undone. */
  jump(range: Range): void;
  pan(share: number): void;
  zoom(factor: number): void;
  /** Put a panel at `index`; at the end where none is told. */
  add(panel: Panel, index?: number): void;
  /** Draw a further parameter in the panel at `index`. */
  addTo(index: number, series: Series): void;
  select(index: number | null): void;
  undo(): void;
  redo(): void;
  reveal(what: Opening): void;
  /** Let a file be chosen to look at. */
  openFile(): void;
  copyLink(): void;
  /** Save a figure of the view, or copy it as code. */
  handOn(what: HandedOn): void;
  toggleTheme(): void;
}

export const GROUPS = ["Time", "Panels", "Data", "View"] as const;
export type Group = (typeof GROUPS)[number];

/** Either `run`, or there is something to choose: `choices` at once, `find`, which comes first, from the server. */
export interface Command {
  /** Choices have that of their command before; `….typed` is made of what was typed. */
  id: string;
  title: string;
  group: Group;
  /** As `keyName` writes them; none where it is only on buttons and in the palette. */
  keys: string[];
  /** Its keys count only while the focus is in a panel: elsewhere they mean something else. */
  inPanel?: true;
  /** Beside the title: of which panel, how long, from which dataset. */
  about?: (on: Workspace) => string;
  /** Whether it can be done now; where missing, always. */
  when?: (on: Workspace) => boolean;
  run?: (on: Workspace) => void;
  /** What can be chosen, given what was typed. */
  choices?: (on: Workspace, typed: string) => Command[];
  find?: (on: Workspace, typed: string, signal: AbortSignal) => Promise<Command[]>;
  /** What to type, where `choices` come of it. */
  prompt?: string;
}

export const isEnabled = (command: Command, on: Workspace): boolean => command.when?.(on) ?? true;

export const hasPanels = (on: Workspace): boolean => on.view.panels.length > 0;

/** One of the things to choose. */
export function choice(
  group: Group,
  id: string,
  title: string,
  run: (on: Workspace) => void,
  about = "",
): Command {
  return { id, title, group, keys: [], run, about: () => about };
}

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** `Ctrl+z`, `Shift+ArrowLeft`, `+`: Shift is named only where the key itself does not show it. */
export function keyName({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string {
  const control = ctrlKey || metaKey ? "Ctrl+" : "";
  const alt = altKey ? "Alt+" : "";
  const shift = shiftKey && key.length > 1 ? "Shift+" : "";
  return control + alt + shift + key;
}

const ON_KEYS: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  "-": "−",
  Delete: "Del",
};

/** A key as it stands on keyboards: `Ctrl+Z`, `Shift+←`. */
export function keyText(name: string): string {
  const parts = name === "+" ? ["+"] : name.split("+");
  const key = parts.pop() ?? "";
  const upper = /^[A-Z]$/.test(key) ? ["Shift"] : [];
  const shown = ON_KEYS[key] ?? (parts.length > 0 && key.length === 1 ? key.toUpperCase() : key);
  return [...parts, ...upper, shown].join("+");
}

/** `Undo (Ctrl+Z)`: what a button says when one rests on it. */
export function withKey({ title, keys: [key] }: Command): string {
  return key === undefined ? title : `${title} (${keyText(key)})`;
}
