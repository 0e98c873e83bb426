/** Commands that move in time. */

import { durationText, readableTime } from "../../engine/time";
import { endTexts } from "../range";
import { orbitStep, stepOf, stepped, STEPS, type Step } from "../steps";
import { around, parseDuration, parseWhen, ROTATION } from "../when";
import { choice, hasPanels, type Command, type Workspace } from "./command";

const DAY = 86400;

const time = (
  id: string,
  title: string,
  keys: string[],
  run: (on: Workspace) => void,
): Command => ({ id, title, group: "Time", keys, when: hasPanels, run });

/** The range that was typed, to be confirmed before it is shown. */
function typedRange(on: Workspace, typed: string): Command[] {
  const range = parseWhen(typed, on);
  if (!range) return [];
  const [start, stop] = endTexts(range, 1000);
  return [
    choice(
      "Time",
      "go.typed",
      `${start} to ${stop}`,
      (now) => now.jump(range),
      durationText(range.stop - range.start),
    ),
  ];
}

/** Lengths a range is often given. */
const LENGTHS: [title: string, seconds: number][] = [
  ["one minute", 60],
  ["ten minutes", 600],
  ["one hour", 3600],
  ["six hours", 6 * 3600],
  ["one day", DAY],
  ["one week", 7 * DAY],
  ["one solar rotation", ROTATION],
  ["one year", 365.25 * DAY],
];

/** The last `length` of the data, for each that is shorter than all there is. */
function lastOf(on: Workspace): Command[] {
  const { extent } = on;
  if (!extent) return [];
  return LENGTHS.filter(([, length]) => length < extent.stop - extent.start).map(
    ([title, length]) =>
      choice(
        "Time",
        `last.${length}`,
        `Last ${title.replace("one ", "")} of the data`,
        (now) => now.jump({ start: extent.stop - length, stop: extent.stop }),
        readableTime(extent.stop - length, DAY),
      ),
  );
}

function lengths({ range }: Workspace): Command[] {
  if (!range) return [];
  const middle = (range.start + range.stop) / 2;
  return LENGTHS.map(([title, length]) =>
    choice("Time", `length.${length}`, title, (on) => on.jump(around(middle, length))),
  );
}

function steps(_: Workspace, typed: string): Command[] {
  const seconds = parseDuration(typed);
  const named = (id: string, step: Step): Command =>
    choice("Time", id, step.title, (on) => (on.step = step));
  return [
    ...(seconds === null ? [] : [named("step.typed", stepOf(seconds))]),
    ...STEPS.map((step) => named(`step.${step.id}`, step)),
  ];
}

/** The period of the orbit that is shown, as the first of the steps. */
async function orbits(on: Workspace, typed: string, signal: AbortSignal): Promise<Command[]> {
  if (!"orbit".startsWith(typed.trim().toLowerCase())) return [];
  const orbit = await on.orbit(signal);
  if (!orbit) return [];
  const chosen = orbitStep(orbit);
  const which = orbit.number === null ? "" : `number ${orbit.number}, `;
  const about = `${which}${orbit.parameter} of ${orbit.dataset}`;
  return [choice("Time", "step.orbit", chosen.title, (now) => (now.step = chosen), about)];
}

function step(on: Workspace, direction: 1 | -1): void {
  if (on.range) on.jump(stepped(on.range, on.step, direction));
}

const aboutStep = (on: Workspace): string => on.step.title;

export const TIME: Command[] = [
  {
    id: "go",
    title: "Go to time",
    group: "Time",
    keys: ["g"],
    when: hasPanels,
    choices: (on, typed) => [...typedRange(on, typed), ...lastOf(on)],
    prompt: "2016-09-01, 2016-245 06:00, 2016-09-01 + 3 h, last 2 d",
  },
  {
    id: "length",
    title: "Length of time shown",
    group: "Time",
    keys: [],
    when: hasPanels,
    choices: lengths,
  },
  {
    id: "step",
    title: "Step by",
    group: "Time",
    keys: [],
    when: hasPanels,
    about: aboutStep,
    choices: steps,
    find: orbits,
    prompt: "Choose, or write a period: 7.5 h",
  },
  time("earlier", "Earlier", ["ArrowLeft"], (on) => on.pan(-0.1)),
  time("later", "Later", ["ArrowRight"], (on) => on.pan(0.1)),
  time("before", "A screen earlier", ["Shift+ArrowLeft"], (on) => on.pan(-1)),
  time("after", "A screen later", ["Shift+ArrowRight"], (on) => on.pan(1)),
  time("zoom-in", "Zoom in", ["+", "="], (on) => on.zoom(0.5)),
  time("zoom-out", "Zoom out", ["-"], (on) => on.zoom(2)),
  time("whole", "Show all", ["Home"], (on) => {
    if (on.extent) on.jump(on.extent);
  }),
  { ...time("back", "Step back", ["["], (on) => step(on, -1)), about: aboutStep },
  { ...time("forward", "Step forward", ["]"], (on) => step(on, 1)), about: aboutStep },
];
