/** Every command once: its name, its keys and what it does. Buttons and keys share them. */

export interface Commands {
  pan(share: number): void;
  zoom(factor: number): void;
  whole(): void;
  undo(): void;
  redo(): void;
  search(): void;
  inspect(): void;
}

export interface Command {
  id: string;
  title: string;
  /** As `keyName` writes them. */
  keys: string[];
  run(on: Commands): void;
}

export const COMMANDS: Command[] = [
  { id: "earlier", title: "Earlier", keys: ["ArrowLeft"], run: (on) => on.pan(-0.1) },
  { id: "later", title: "Later", keys: ["ArrowRight"], run: (on) => on.pan(0.1) },
  { id: "before", title: "A screen earlier", keys: ["Shift+ArrowLeft"], run: (on) => on.pan(-1) },
  { id: "after", title: "A screen later", keys: ["Shift+ArrowRight"], run: (on) => on.pan(1) },
  { id: "zoom-in", title: "Zoom in", keys: ["+", "="], run: (on) => on.zoom(0.5) },
  { id: "zoom-out", title: "Zoom out", keys: ["-"], run: (on) => on.zoom(2) },
  { id: "whole", title: "Show all", keys: ["Home"], run: (on) => on.whole() },
  { id: "undo", title: "Undo", keys: ["Ctrl+z"], run: (on) => on.undo() },
  { id: "redo", title: "Redo", keys: ["Ctrl+Z", "Ctrl+y"], run: (on) => on.redo() },
  { id: "inspect", title: "Inspect the panel", keys: ["i"], run: (on) => on.inspect() },
  { id: "search", title: "Search", keys: ["/"], run: (on) => on.search() },
];

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** `Ctrl+z`, `Shift+ArrowLeft`, `+`: Shift is named only where the key itself does not show it. */
export function keyName({ key, ctrlKey, metaKey, shiftKey }: KeyPress): string {
  const control = ctrlKey || metaKey ? "Ctrl+" : "";
  const shift = shiftKey && key.length > 1 ? "Shift+" : "";
  return control + shift + key;
}

export function commandFor(press: KeyPress): Command | undefined {
  const name = keyName(press);
  return COMMANDS.find((command) => command.keys.includes(name));
}
