/** Commands that bring data into the view. */

import { isDrawable } from "../../data/records";
import type { Dataset, Example } from "../../data/types";
import { prettyUnits } from "../../engine/scale";
import { toggleRuler } from "../edit";
import { match } from "../fuzzy";
import { exampleView, newSeries, panelOf, type Series } from "../view";
import { choice, hasPanels, type Command, type Offer, type Workspace } from "./command";

/** Fewest letters worth asking the server for. */
const FEWEST_LETTERS = 2;

const seriesOf = ({ dataset, parameter }: Offer): Series => newSeries(dataset.id, parameter.name);

function showUnderAxis(on: Workspace, { dataset, parameter }: Offer): void {
  const ruler = { dataset: dataset.id, parameter: parameter.name };
  on.apply((view) => toggleRuler(view, ruler), `${parameter.name} shown under the axis.`);
}

/** `nT · Mars magnetic field` */
function aboutOffer({ dataset, parameter }: Offer): string {
  const units = parameter.units ? `${prettyUnits(parameter.units)} · ` : "";
  return `${units}${dataset.title || dataset.id}`;
}

/** All that can be done with a parameter: what dragging it does, and by menu. */
export function offerCommands(offer: Offer, now: Workspace): Command[] {
  const { panels } = now.view;
  const series = seriesOf(offer);
  return [
    choice("Data", "add.panel", "Add as panel", (on) => on.add(panelOf([series]))),
    ...panels.map((_, i) =>
      choice(
        "Data",
        `add.to.${i}`,
        `Add to panel ${i + 1}`,
        (on) => on.addTo(i, series),
        now.facts(i)?.name,
      ),
    ),
    ...(panels.length > 0
      ? [choice("Data", "add.ruler", "Show under the axis", (on) => showUnderAxis(on, offer))]
      : []),
  ];
}

type Use = (on: Workspace, offer: Offer) => void;

const offers = (dataset: Dataset): Offer[] =>
  dataset.parameters.filter(isDrawable).map((parameter) => ({ dataset, parameter }));

function offerCommand(offer: Offer, use: Use): Command {
  const { dataset, parameter } = offer;
  return choice(
    "Data",
    `add.${dataset.id} ${parameter.name}`,
    parameter.label || parameter.name,
    (on) => use(on, offer),
    aboutOffer(offer),
  );
}

/** A remote dataset tells its parameters only when it is asked for. */
function datasetCommand(dataset: Dataset, use: Use): Command {
  return {
    id: `in.${dataset.id}`,
    title: dataset.title || dataset.id,
    group: "Data",
    keys: [],
    about: () => "parameters…",
    find: async (on, typed) =>
      offers(await on.describe(dataset.id))
        .filter(({ parameter }) => match(typed, `${parameter.name} ${parameter.label}`))
        .map((offer) => offerCommand(offer, use)),
  };
}

/** Parameters found at the server, each to be used as `use` says. */
const finding =
  (use: Use): NonNullable<Command["find"]> =>
  async (on, typed, signal) => {
    if (typed.trim().length < FEWEST_LETTERS) return [];
    const found = await on.search(typed.trim(), signal);
    return found.flatMap((dataset) =>
      dataset.parameters.length > 0
        ? offers(dataset).map((offer) => offerCommand(offer, use))
        : [datasetCommand(dataset, use)],
    );
  };

/** Parameters as a palette mixes them with commands: each becomes a panel. */
export const findPanels = finding((on, offer) => on.add(panelOf([seriesOf(offer)])));

const opens = (id: string, examples: Example[]): Command[] =>
  examples.map((example, i) =>
    choice(
      "Data",
      `${id}.${i}`,
      example.title,
      (on) => on.apply(() => exampleView(example), `${example.title} opened.`),
      example.description,
    ),
  );

const PROMPT = "Name, quantity, target, instrument…";

export const DATA: Command[] = [
  {
    id: "search",
    title: "Search datasets",
    group: "Data",
    keys: ["/"],
    run: (on) => on.reveal("search"),
  },
  {
    id: "open-file",
    title: "Open a file to look at it",
    group: "Data",
    keys: ["o"],
    run: (on) => on.openFile(),
  },
  {
    id: "add",
    title: "Add parameter as a panel",
    group: "Data",
    keys: ["a"],
    find: findPanels,
    prompt: PROMPT,
  },
  {
    id: "add-here",
    title: "Add parameter to the panel",
    group: "Data",
    keys: [],
    when: (on) => on.target !== null,
    about: ({ target }) => (target === null ? "" : `panel ${target + 1}`),
    find: finding((on, offer) => {
      if (on.target !== null) on.addTo(on.target, seriesOf(offer));
    }),
    prompt: PROMPT,
  },
  {
    id: "ruler",
    title: "Show parameter under the axis",
    group: "Data",
    keys: [],
    when: hasPanels,
    find: finding(showUnderAxis),
    prompt: PROMPT,
  },
  {
    id: "template",
    title: "Template",
    group: "Data",
    keys: [],
    when: (on) => on.templates.length > 0,
    choices: (on) => opens("template", on.templates),
  },
  {
    id: "example",
    title: "Example",
    group: "Data",
    keys: [],
    when: (on) => on.examples.length > 0,
    choices: (on) => opens("example", on.examples),
  },
];
