import { describe, expect, it } from "vitest";

import { COLOUR_MAPS } from "../engine/colours";
import type { AxisChoice } from "../engine/scale";
import { fromHash, toHash } from "./link";
import { cleanRange } from "./range";
import { toViewState } from "./read";
import {
  EMPTY,
  FLAGGED,
  newPanel,
  newSeries,
  panelOf,
  SIDES,
  VERSION,
  type Panel,
  type Series,
  type ViewState,
} from "./view";

/** A small generator of the same numbers every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const ALPHABET = [..."abzAZ019_-/.:~!*'();,&=#%+ ?éµ火🛰"];

function anyView(random: () => number): ViewState {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const some = <T>(most: number, make: () => T): T[] =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, make);
  const name = (): string => [pick(ALPHABET), ...some(12, () => pick(ALPHABET))].join("");
  const axis = (): AxisChoice => {
    const low = (random() - 0.5) * 10 ** (random() * 20 - 10);
    return {
      scale: pick([null, "log", "linear"]),
      limits: pick([null, [low, low + 1 + random()]]),
      units: pick([null, "", "cm-3", name()]),
    };
  };
  const series = (): Series => ({
    dataset: name(),
    parameter: name(),
    columns: pick([null, [name()], [name(), name()]]),
    side: pick(SIDES),
    errors: random() < 0.5,
    flagged: pick(FLAGGED),
  });
  const panel = (): Panel => ({
    series: [series(), ...some(2, series)],
    values: axis(),
    second: axis(),
    map: pick([null, ...COLOUR_MAPS]),
    upwards: pick([null, 0, 2]),
    over: some(2, () => pick(["mean", "sum", 0, 17] as const)),
    height: pick([1, 0.5, 2.25]),
  });
  const start = -1e9 + random() * 4e9;
  return {
    v: VERSION,
    title: pick(["", name()]),
    range: random() < 0.2 ? null : cleanRange({ start, stop: start + 10 ** (random() * 12 - 3) }),
    panels: Array.from({ length: 1 + Math.floor(random() ** 4 * 60) }, panel),
    rulers: some(3, () => ({ dataset: name(), parameter: name() })),
  };
}

describe("links", () => {
  it("give back any state exactly", async () => {
    const random = generator(7);
    for (let i = 0; i < 100; i++) {
      const view = anyView(random);
      const hash = await toHash(view);
      expect(await fromHash(`#${hash}`)).toEqual({ view, problem: null });
    }
  });

  it("can be read by people while they are short", async () => {
    const ions = newPanel("cdaweb/AC_H0", "f");
    const view: ViewState = {
      ...EMPTY,
      range: { start: Date.UTC(2016, 8, 1) / 1000, stop: Date.UTC(2016, 8, 2) / 1000 },
      panels: [
        panelOf([
          newSeries("mars_mag", "B"),
          { ...newSeries("mars_ions", "n"), columns: ["x", "y"], side: "right" },
        ]),
        { ...ions, values: { scale: "log", limits: [1, 1e7], units: null }, map: "cividis" },
      ],
      rulers: [{ dataset: "mars_mag", parameter: "r" }],
    };
    expect(await toHash(view)).toBe(
      "v=2&t=2016-09-01T00:00:00Z/2016-09-02T00:00:00Z" +
        "&p=mars_mag~B,mars_ions~n~c=x+y~side=right" +
        "&p=cdaweb/AC_H0~f;scale=log;limits=1..10000000;map=cividis&r=mars_mag~r",
    );
  });

  it("are deflated when they are long", async () => {
    const panel = newPanel("d".repeat(90), "p");
    const hash = await toHash({ ...EMPTY, panels: Array.from({ length: 40 }, () => panel) });
    expect(hash).toMatch(/^z=[A-Za-z0-9_-]+$/);
    expect(hash.length).toBeLessThan(500);
  });

  it("are empty for the empty workspace", async () => {
    expect(await toHash(EMPTY)).toBe("");
    expect(await fromHash("")).toEqual({ view: EMPTY, problem: null });
  });

  it("say so when they are mangled, and never fail", async () => {
    const good = await toHash(anyView(generator(3)));
    const mangled = [
      "#v=9&p=a~b",
      "#z=!!!",
      "#z=AAAA",
      "#p=",
      "#%",
      "#v=1&p=%E0%A4%A~x",
      good.slice(3),
    ];
    for (const hash of mangled) {
      const { view, problem } = await fromHash(hash);
      expect(view).toEqual(EMPTY);
      expect(problem).toMatch(/cannot be read/);
    }
  });

  it("leave aside what they do not know", async () => {
    const { view } = await fromHash(
      "#v=2&x=1&t=now/then&p=a~b~side=up;map=jet;size=3;limits=2..1;over=-1&p=~&p=c",
    );
    expect(view.panels).toEqual([{ ...newPanel("a", "b"), over: ["mean"] }]);
    expect(view.range).toBeNull();
  });

  it("do not unpack without end", async () => {
    const stream = new Blob(["0".repeat(5e6)])
      .stream()
      .pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const text = Buffer.from(bytes).toString("base64url");
    expect((await fromHash(`#z=${text}`)).problem).toMatch(/cannot be read/);
  });
});

/** Links and states as earlier versions wrote them: they load for ever. */
describe("version 1", () => {
  const view: ViewState = {
    ...EMPTY,
    range: { start: 1472688000, stop: 1472774400 },
    panels: [
      newPanel("mars_mag", "B"),
      {
        ...newPanel("cdaweb/AC_H0", "f"),
        values: { scale: "log", limits: null, units: null },
        map: "cividis",
        over: [3],
      },
    ],
  };

  it("links load", async () => {
    const link =
      "#v=1&t=2016-09-01T00:00:00Z/2016-09-02T00:00:00Z" +
      "&p=mars_mag~B&p=cdaweb/AC_H0~f;scale=log;map=cividis;slice=3";
    expect(await fromHash(link)).toEqual({ view, problem: null });
  });

  it("saved states load", () => {
    const saved = {
      v: 1,
      range: { start: 1472688000, stop: 1472774400 },
      panels: [
        {
          series: [{ dataset: "mars_mag", parameter: "B" }],
          scale: null,
          map: null,
          slice: null,
        },
        {
          series: [{ dataset: "cdaweb/AC_H0", parameter: "f" }],
          scale: "log",
          map: "cividis",
          slice: 3,
        },
      ],
    };
    expect(toViewState(saved)).toEqual(view);
  });
});
