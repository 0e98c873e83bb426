/** Commands that hand on what is shown: figures, data, code. */

import { choice, hasPanels, type Command, type HandedOn } from "./command";

/** Code that a view can be told in. */
export const CODES = {
  python: "Python",
  notebook: "Notebook cell",
  hapi: "HAPI",
  shell: "Command line",
} as const;

const offered = (id: string, what: HandedOn, title: string): Command =>
  choice("View", `${id}.${what}`, title, (on) => on.handOn(what));

export const EXPORT: Command[] = [
  {
    id: "export",
    title: "Export figure, data, code",
    group: "View",
    keys: ["x"],
    when: hasPanels,
    run: (on) => on.reveal("export"),
  },
  {
    id: "figure",
    title: "Save the figure as",
    group: "View",
    keys: [],
    when: hasPanels,
    choices: () => [offered("figure", "PNG", "PNG"), offered("figure", "SVG", "SVG")],
  },
  {
    id: "code",
    title: "Copy as",
    group: "View",
    keys: [],
    when: hasPanels,
    choices: () =>
      (Object.keys(CODES) as (keyof typeof CODES)[]).map((id) => offered("code", id, CODES[id])),
  },
];
