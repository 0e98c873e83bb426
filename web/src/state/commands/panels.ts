/** Commands for the panel that is worked on. */

import { COLOUR_MAPS } from "../../engine/colours";
import * as edit from "../edit";
import { choice, hasPanels, type Command, type Workspace } from "./command";

/** How much taller or lower one step makes a panel. */
const TALLER = 1.25;

const hasTarget = (on: Workspace): boolean => on.target !== null;

/** `panel 2` */
const ofPanel = ({ target }: Workspace): string => (target === null ? "" : `panel ${target + 1}`);

interface Said {
  id: string;
  title: string;
  keys?: string[];
  when?: (on: Workspace, index: number) => boolean;
}

/** A command that needs a panel. */
function panel(
  { id, title, keys = [], when = () => true }: Said,
  does: Pick<Command, "choices"> | ((on: Workspace, index: number) => void),
): Command {
  const shared = {
    id,
    title,
    keys,
    group: "Panels",
    about: ofPanel,
    when: (on: Workspace) => on.target !== null && when(on, on.target),
  } satisfies Partial<Command>;
  if (typeof does !== "function") return { ...shared, ...does };
  return {
    ...shared,
    run: (on) => {
      if (on.target !== null) does(on, on.target);
    },
  };
}

function move(on: Workspace, index: number, step: number): void {
  const count = on.view.panels.length;
  on.apply(
    (view) => edit.movePanel(view, index, index + step),
    `Moved to place ${index + step + 1} of ${count}.`,
  );
  on.select(index + step);
}

function resize(on: Workspace, index: number, factor: number): void {
  const height = on.view.panels[index]?.height ?? 1;
  on.apply(
    (view) => edit.changePanel(view, index, { height: edit.cleanHeight(height * factor) }),
    factor > 1 ? "Taller." : "Lower.",
  );
}

function selectNext(on: Workspace, step: number): void {
  const count = on.view.panels.length;
  on.select(on.target === null ? 0 : Math.min(count - 1, Math.max(0, on.target + step)));
}

function remove(on: Workspace, index: number): void {
  on.apply((view) => edit.removePanel(view, index), "Panel removed.");
  const left = on.view.panels.length;
  on.select(left === 0 ? null : Math.min(index, left - 1));
}

const scales = ({ target }: Workspace): Command[] =>
  (["linear", "log"] as const).map((scale) =>
    choice("Panels", `scale.${scale}`, scale === "log" ? "logarithmic (log)" : scale, (on) => {
      const values = target === null ? undefined : on.view.panels[target]?.values;
      if (target === null || !values) return;
      on.apply((view) => edit.changePanel(view, target, { values: { ...values, scale } }));
    }),
  );

/** The panel that is worked on where it has colours, else the first that has. */
function colouredPanel(on: Workspace): number | null {
  const places = [on.target ?? 0, ...on.view.panels.keys()];
  return places.find((i) => on.facts(i)?.spectrogram) ?? null;
}

function maps(now: Workspace): Command[] {
  const index = colouredPanel(now);
  if (index === null) return [];
  return COLOUR_MAPS.map((map) =>
    choice("Panels", `map.${map}`, map, (on) =>
      on.apply((view) => edit.changePanel(view, index, { map }), `Colours: ${map}.`),
    ),
  );
}

const selections = (on: Workspace): Command[] =>
  on.view.panels.map((_, i) =>
    choice("Panels", `select.${i}`, `Panel ${i + 1}`, (now) => now.select(i), on.facts(i)?.name),
  );

/** What the menu of a panel holds, besides being commands as others. */
export const OF_PANEL: Command[] = [
  panel(
    { id: "move-up", title: "Move up", keys: ["Alt+ArrowUp"], when: (_, index) => index > 0 },
    (on, index) => move(on, index, -1),
  ),
  panel(
    {
      id: "move-down",
      title: "Move down",
      keys: ["Alt+ArrowDown"],
      when: (on, index) => index < on.view.panels.length - 1,
    },
    (on, index) => move(on, index, 1),
  ),
  panel({ id: "taller", title: "Taller", keys: ["Shift+ArrowUp"] }, (on, index) =>
    resize(on, index, TALLER),
  ),
  panel({ id: "lower", title: "Lower", keys: ["Shift+ArrowDown"] }, (on, index) =>
    resize(on, index, 1 / TALLER),
  ),
  panel({ id: "copy", title: "Copy panel", keys: ["c"] }, (on, index) => {
    on.apply((view) => edit.copyPanel(view, index), `Copied as panel ${index + 2}.`);
    on.select(index + 1);
  }),
  panel({ id: "table", title: "Show as table", keys: ["t"] }, (on) => on.reveal("table")),
  { ...panel({ id: "remove", title: "Remove panel", keys: ["Delete"] }, remove), inPanel: true },
];

export const PANELS: Command[] = [
  ...OF_PANEL,
  {
    id: "previous-panel",
    title: "Previous panel",
    group: "Panels",
    keys: ["ArrowUp"],
    when: hasPanels,
    run: (on) => selectNext(on, -1),
  },
  {
    id: "next-panel",
    title: "Next panel",
    group: "Panels",
    keys: ["ArrowDown"],
    when: hasPanels,
    run: (on) => selectNext(on, 1),
  },
  {
    id: "select",
    title: "Go to panel",
    group: "Panels",
    keys: [],
    when: hasPanels,
    choices: selections,
  },
  panel({ id: "scale", title: "Scale" }, { choices: scales }),
  {
    id: "map",
    title: "Colour map",
    group: "Panels",
    keys: [],
    when: (on) => colouredPanel(on) !== null,
    about: (on) => `panel ${(colouredPanel(on) ?? 0) + 1}`,
    choices: maps,
  },
  {
    id: "even",
    title: "All panels of one height",
    group: "Panels",
    keys: [],
    when: hasPanels,
    run: (on) =>
      on.apply((view) => ({
        ...view,
        panels: view.panels.map((shown) => ({ ...shown, height: 1 })),
      })),
  },
  {
    id: "inspect",
    title: "Inspect the panel",
    group: "Panels",
    keys: ["i"],
    when: hasTarget,
    about: ofPanel,
    run: (on) => on.reveal("inspect"),
  },
];
