import { describe, expect, it } from "vitest";

import { COLOUR_MAPS } from "../engine/colours";
import { fromHash, toHash } from "./link";
import { cleanRange, EMPTY, type Panel, type ViewState } from "./view";

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
  const name = (): string =>
    Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick(ALPHABET)).join("");
  const panel = (): Panel => ({
    series: Array.from({ length: 1 + Math.floor(random() * 2) }, () => ({
      dataset: name(),
      parameter: name(),
    })),
    scale: pick([null, "log", "linear"]),
    map: pick([null, ...COLOUR_MAPS]),
    slice: pick([null, 0, 17]),
  });
  const start = -1e9 + random() * 4e9;
  const range = { start, stop: start + 10 ** (random() * 12 - 3) };
  return {
    v: 1,
    range: random() < 0.2 ? null : cleanRange(range),
    panels: Array.from({ length: 1 + Math.floor(random() ** 3 * 60) }, panel),
  };
}

describe("links", () => {
  it("give back any state exactly", async () => {
    const random = generator(7);
    for (let i = 0; i < 400; i++) {
      const view = anyView(random);
      const hash = await toHash(view);
      expect(await fromHash(`#${hash}`)).toEqual({ view, problem: null });
    }
  });

  it("can be read by people while they are short", async () => {
    const view: ViewState = {
      v: 1,
      range: { start: Date.UTC(2016, 8, 1) / 1000, stop: Date.UTC(2016, 8, 2) / 1000 },
      panels: [
        { series: [{ dataset: "mars_mag", parameter: "B" }], scale: null, map: null, slice: null },
        {
          series: [{ dataset: "cdaweb/AC_H0", parameter: "f" }],
          scale: "log",
          map: "cividis",
          slice: 3,
        },
      ],
    };
    expect(await toHash(view)).toBe(
      "v=1&t=2016-09-01T00:00:00Z/2016-09-02T00:00:00Z&p=mars_mag~B&p=cdaweb/AC_H0~f;scale=log;map=cividis;slice=3",
    );
  });

  it("are deflated when they are long", async () => {
    const panel = {
      series: [{ dataset: "d".repeat(90), parameter: "p" }],
      scale: null,
      map: null,
      slice: null,
    };
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
    const { view } = await fromHash("#v=1&x=1&t=now/then&p=a~b;map=jet;size=3&p=~&p=c");
    expect(view.panels).toEqual([
      { series: [{ dataset: "a", parameter: "b" }], scale: null, map: null, slice: null },
    ]);
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
