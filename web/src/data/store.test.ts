import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { levels as synthetic, PARAMETERS, tile } from "../../dev/synthetic";
import { RequestError } from "./http";
import { toLevels } from "./records";
import { TileStore, type TileSource } from "./store";
import { decodeTile } from "./tile";
import type { Arrived, Transport } from "./transport";

const levels = toLevels(synthetic("mock_mag"));
const parameter = levels.parameters[0];
const B = PARAMETERS["B"];
if (!parameter || !B) throw new Error("no B");
const source: TileSource = { levels, parameter, cut: { upwards: null, over: [] } };
const PIXELS = 900;
const whole = { start: levels.start, stop: levels.stop };
const middle = (levels.start + levels.stop) / 2;
const day = { start: middle, stop: middle + 86400 };

/** A server whose answers wait until they are let go. */
function server(): {
  transport: Transport;
  asked: URLSearchParams[];
  aborted: number;
  fail: boolean;
  newer: boolean;
} {
  const state = { asked: [] as URLSearchParams[], aborted: 0, fail: false, newer: false };
  const transport: Transport = (url, shape, signal) => {
    const query = new URL(url, "http://localhost").searchParams;
    state.asked.push(query);
    signal.addEventListener("abort", () => state.aborted++);
    return new Promise<Arrived>((resolve, reject) => {
      setTimeout(() => {
        if (state.fail) reject(new RequestError("The server is asleep.", 503, "e1"));
        const body = tile(
          B as NonNullable<typeof B>,
          Number(query.get("level")),
          Number(query.get("index")),
        );
        resolve({ tile: decodeTile(body, shape), newer: state.newer });
      }, 50);
    });
  };
  return Object.assign(state, { transport });
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(500);

describe("TileStore", () => {
  it("asks for what is missing, tells, and then has it", async () => {
    const { transport, asked } = server();
    const store = new TileStore("", transport);
    const told = vi.fn();
    store.subscribe(told);
    expect(store.view("a", source, whole, PIXELS)).toMatchObject({ pieces: [], loading: true });
    await settle();
    expect(told).toHaveBeenCalled();
    const view = store.view("a", source, whole, PIXELS);
    expect(view.loading).toBe(false);
    expect(view.pieces[0]?.from).toBeLessThanOrEqual(levels.start);
    expect(view.pieces.at(-1)?.to).toBeGreaterThanOrEqual(levels.stop);
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it("asks for nothing on a pan within what is loaded", async () => {
    const { transport, asked } = server();
    const store = new TileStore("", transport);
    store.view("a", source, day, PIXELS);
    await settle();
    const before = asked.length;
    for (let i = 1; i <= 10; i++) {
      const by = (i / 10) * 0.2 * 86400;
      store.view("a", source, { start: day.start + by * 0.1, stop: day.stop + by * 0.1 }, PIXELS);
    }
    await settle();
    expect(asked.length - before).toBeLessThanOrEqual(1);
  });

  it("draws the coarser level while the finer one is on its way", async () => {
    const { transport } = server();
    const store = new TileStore("", transport);
    store.view("a", source, whole, PIXELS);
    await settle();
    const view = store.view("a", source, day, PIXELS);
    expect(view.loading).toBe(true);
    expect(view.pieces.length).toBeGreaterThan(0);
    expect(view.pieces[0]?.from).toBeLessThanOrEqual(day.start);
    expect(view.pieces.at(-1)?.to).toBeGreaterThanOrEqual(day.stop);
  });

  it("calls off what nobody wants any more, after the zoom has come to rest", async () => {
    const state = server();
    const store = new TileStore("", state.transport);
    store.view("a", source, whole, PIXELS);
    const first = state.asked.length;
    store.view("a", source, day, PIXELS);
    expect(state.asked).toHaveLength(first);
    await settle();
    store.view("a", source, { start: middle, stop: middle + 60 }, PIXELS);
    await vi.advanceTimersByTimeAsync(90);
    store.release("a");
    expect(state.aborted).toBeGreaterThan(0);
    expect(store.pending).toBe(0);
  });

  it("says what failed, and asks again when told to", async () => {
    const state = server();
    state.fail = true;
    const store = new TileStore("", state.transport);
    store.view("a", source, whole, PIXELS);
    await settle();
    const failed = store.view("a", source, whole, PIXELS);
    expect(failed).toMatchObject({ loading: false, error: { message: "The server is asleep." } });
    state.fail = false;
    store.retry();
    store.view("a", source, whole, PIXELS);
    await settle();
    expect(store.view("a", source, whole, PIXELS)).toMatchObject({ loading: false, error: null });
  });

  it("does not ask on and on a server that is away, and goes on by itself when it is back", async () => {
    const state = server();
    state.fail = true;
    const store = new TileStore("", state.transport);
    const look = (): unknown => store.view("a", source, day, PIXELS);
    store.subscribe(() => void look());
    look();
    await vi.advanceTimersByTimeAsync(500);
    const first = state.asked.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(state.asked.length - first).toBeLessThanOrEqual(5);
    expect(look()).toMatchObject({ loading: false, error: { status: 503 } });
    state.fail = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(look()).toMatchObject({ loading: false, error: null });
  });

  it("tells that a newer version is there", async () => {
    const state = server();
    const store = new TileStore("", state.transport);
    store.view("a", source, whole, PIXELS);
    await settle();
    expect(store.view("a", source, whole, PIXELS).newer).toBe(false);
    state.newer = true;
    store.view("a", source, day, PIXELS);
    await settle();
    expect(store.view("a", source, day, PIXELS).newer).toBe(true);
  });
});
