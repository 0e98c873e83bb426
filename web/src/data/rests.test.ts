import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { RequestError } from "./http";
import { placeOf, Rests, serverOf } from "./rests";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const asleep = new RequestError("far is asleep.", 502);
const away = new RequestError("The server cannot be reached.", 0);

it("waits twice as long after each failure, a minute at most", () => {
  const tried: number[] = [];
  const began = Date.now();
  const rests = new Rests(() => {
    tried.push((Date.now() - began) / 1000);
    if (rests.allows("far/x", "a")) rests.failed("far/x", "a", asleep);
  });
  rests.failed("far/x", "a", asleep);
  vi.advanceTimersByTime(200_000);
  expect(tried).toEqual([1, 3, 7, 15, 31, 63, 123, 183]);
});

it("lets one question try, then all", () => {
  const rests = new Rests(() => undefined);
  rests.failed("far/x", "a", asleep);
  rests.failed("far/x", "b", asleep);
  expect(rests.allows("far/x", "a")).toBe(false);
  expect(rests.allows("near", "a")).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(rests.allows("far/x", "b")).toBe(true);
  expect(rests.allows("far/y", "a")).toBe(false);
  rests.calledOff("b");
  expect(rests.allows("far/y", "a")).toBe(true);
  expect(rests.error("far/y")).toBe(asleep);
  rests.answered("far/x");
  expect(rests.allows("far/x", "b")).toBe(true);
  expect(rests.error("far/y")).toBeUndefined();
});

it("holds for everything where our own server is away", () => {
  const rests = new Rests(() => undefined);
  rests.failed("far/x", "a", away);
  expect(rests.error("near")).toBe(away);
  expect(rests.allows("near", "b")).toBe(false);
  rests.clear();
  expect(rests.allows("near", "b")).toBe(true);
});

it("knows where a dataset is", () => {
  expect(["mag_1s", "cdaweb/AC_H0_MFI", "far/a/b"].map(placeOf)).toEqual(["", "cdaweb", "far"]);
});

it("tells remote servers from what is here", () => {
  const ids = ["mag_1s", "cdaweb/AC_H0_MFI", "dropped/0f/orbit"];
  expect(ids.map(serverOf)).toEqual([null, "cdaweb", null]);
});
