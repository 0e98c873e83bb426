/** Commands for the view as a whole. */

import { EMPTY } from "../view";
import { hasPanels, type Command } from "./command";

export const VIEW: Command[] = [
  {
    id: "palette",
    title: "All commands",
    group: "View",
    keys: ["Ctrl+k"],
    run: (on) => on.reveal("palette"),
  },
  {
    id: "undo",
    title: "Undo",
    group: "View",
    keys: ["Ctrl+z"],
    when: (on) => on.canUndo,
    run: (on) => on.undo(),
  },
  {
    id: "redo",
    title: "Redo",
    group: "View",
    keys: ["Ctrl+Z", "Ctrl+y"],
    when: (on) => on.canRedo,
    run: (on) => on.redo(),
  },
  {
    id: "share",
    title: "Share this view",
    group: "View",
    keys: [],
    when: hasPanels,
    run: (on) => on.reveal("share"),
  },
  {
    id: "link",
    title: "Copy the link",
    group: "View",
    keys: [],
    when: hasPanels,
    run: (on) => on.copyLink(),
  },
  {
    id: "datasets",
    title: "Datasets beside the panels",
    group: "View",
    keys: ["d"],
    run: (on) => on.reveal("datasets"),
  },
  {
    id: "theme",
    title: "Light or dark",
    group: "View",
    keys: [],
    run: (on) => on.toggleTheme(),
  },
  {
    id: "empty",
    title: "Empty the workspace",
    group: "View",
    keys: [],
    when: hasPanels,
    run: (on) => on.apply(() => EMPTY, "The workspace is empty."),
  },
  {
    id: "keys",
    title: "Keys",
    group: "View",
    keys: ["?"],
    run: (on) => on.reveal("keys"),
  },
];
