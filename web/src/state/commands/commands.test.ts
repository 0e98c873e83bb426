import { describe, expect, it } from "vitest";

import { listed, remembered, chosen } from "../palette";
import { addPanel } from "../edit";
import { VIEW as STEP_VIEW, STEPS } from "../steps";
import { EMPTY, newPanel, type ViewState } from "../view";
import { command, commandFor, COMMANDS, keyName, keyText, perform, withKey } from ".";
import type { Workspace } from "./command";

const press = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

/** A workspace that keeps what was done to it. */
class Fake implements Workspace {
  view: ViewState = ["a", "b"].reduce((v, name) => addPanel(v, newPanel("d", name)), EMPTY);
  range: Workspace["range"] = { start: 0, stop: 3600 };
  extent: Workspace["extent"] = { start: 0, stop: 10 * 86400 };
  target: number | null = 0;
  canUndo = false;
  canRedo = false;
  step = STEP_VIEW;
  templates = [];
  examples = [];
  facts = (index: number) => ({ name: "ab".charAt(index), spectrogram: index === 1 });
  search = () => Promise.resolve([]);
  describe = () => Promise.reject(new Error("none"));
  orbit = () =>
    Promise.resolve({ dataset: "d", parameter: "position", period: 24000, number: null });
  apply = (change: (view: ViewState) => ViewState) => void (this.view = change(this.view));
  jump = (range: Workspace["range"]) => void (this.range = range);
  select = (index: number | null) => void (this.target = index);
  pan = () => undefined;
  zoom = () => undefined;
  add = () => undefined;
  addTo = () => undefined;
  undo = () => undefined;
  redo = () => undefined;
  reveal = () => undefined;
  openFile = () => undefined;
  copyLink = () => undefined;
  handOn = () => undefined;
  toggleTheme = () => undefined;
}

const titles = (on: Workspace, query: string, recent: string[] = []): string[] =>
  listed(COMMANDS, on, query, recent).map((e) => e.title);

describe("commands", () => {
  it("have keys and ids of their own", () => {
    const keys = COMMANDS.flatMap((c) => c.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(COMMANDS.map((c) => c.id)).size).toBe(COMMANDS.length);
  });

  it("do something or let one choose", () => {
    for (const c of COMMANDS) expect([c.run, c.choices, c.find].some(Boolean)).toBe(true);
  });

  it("are found by their keys", () => {
    expect(commandFor({ ...press, key: "+", shiftKey: true })?.id).toBe("zoom-in");
    expect(commandFor({ ...press, key: "z", metaKey: true })?.id).toBe("undo");
    expect(commandFor({ ...press, key: "ArrowUp", altKey: true })?.id).toBe("move-up");
    expect(keyName({ ...press, key: "ArrowLeft", shiftKey: true })).toBe("Shift+ArrowLeft");
    expect(commandFor({ ...press, key: "q" })).toBeUndefined();
  });

  it("say their keys as keyboards do", () => {
    expect(["Ctrl+Z", "Ctrl+k", "Shift+ArrowLeft", "+", "-", "g"].map(keyText)).toEqual([
      "Ctrl+Shift+Z",
      "Ctrl+K",
      "Shift+←",
      "+",
      "−",
      "g",
    ]);
    expect(withKey(command("undo"))).toBe("Undo (Ctrl+Z)");
  });

  it("move, copy and size the panel that is worked on", () => {
    const on = new Fake();
    perform("move-down", on);
    perform("move-down", on);
    expect(on.view.panels.map((p) => p.series[0]?.parameter)).toEqual(["b", "a"]);
    expect(on.target).toBe(1);
    perform("copy", on);
    perform("taller", on);
    expect(on.view.panels.map((p) => p.height)).toEqual([1, 1, 1.25]);
    perform("remove", on);
    perform("remove", on);
    perform("remove", on);
    expect(on.view).toEqual(EMPTY);
    expect(on.target).toBeNull();
  });

  it("step by what was chosen", () => {
    const on = new Fake();
    perform("forward", on);
    expect(on.range).toEqual({ start: 3600, stop: 7200 });
    on.step = STEPS.find((s) => s.id === "day") ?? STEP_VIEW;
    perform("back", on);
    expect(on.range).toEqual({ start: 3600 - 86400, stop: 7200 - 86400 });
  });
});

describe("the period of an orbit", () => {
  const offered = (on: Fake, typed: string) =>
    command("step").find?.(on, typed, new AbortController().signal);

  it("is offered where what is shown tells of one", async () => {
    const on = new Fake();
    const [first] = (await offered(on, "")) ?? [];
    expect(first?.title).toBe("one orbit (6 h 40 min)");
    expect(first?.about?.(on)).toBe("position of d");
    first?.run?.(on);
    perform("forward", on);
    expect(on.range).toEqual({ start: 24000, stop: 27600 });
    expect(await offered(on, "orb")).toHaveLength(1);
  });

  it("is left aside where another period is written", async () => {
    expect(await offered(new Fake(), "7.5 h")).toEqual([]);
  });
});

describe("the palette", () => {
  it("lists what can be done now, what was used last first", () => {
    const on = new Fake();
    expect(titles(on, "", ["keys", "theme"]).slice(0, 2)).toEqual(["Keys", "Light or dark"]);
    expect(titles(on, "")).not.toContain("Undo");
    on.canUndo = true;
    expect(titles(on, "")).toContain("Undo");
    expect(remembered(["a", "b"], "b")).toEqual(["b", "a"]);
  });

  it("finds choices through their command", () => {
    const on = new Fake();
    const [entry] = listed(COMMANDS, on, "cividis", []);
    expect(entry?.title).toBe("Colour map ▸ cividis");
    entry?.command.run?.(on);
    expect(on.view.panels.map((p) => p.map)).toEqual([null, "cividis"]);
    expect(titles(on, "scale log")[0]).toBe("Scale ▸ logarithmic (log)");
  });

  it("understands times at once", () => {
    expect(titles(new Fake(), "2011-12-30")[0]).toBe(
      "Go to time ▸ 2011-12-30 00:00 to 2011-12-31 00:00",
    );
  });

  it("makes choices of what was typed", () => {
    const on = new Fake();
    const [first] = chosen(command("step"), on, "7.5 h");
    expect(first?.title).toBe("7 h 30 min");
    first?.command.run?.(on);
    expect(on.step.seconds).toBe(27000);
  });
});
