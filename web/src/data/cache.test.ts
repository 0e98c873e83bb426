import { expect, it } from "vitest";

import { ByteCache } from "./cache";

it("forgets what was not used for longest", () => {
  const cache = new ByteCache<string>(100);
  cache.set("a", "A", 40);
  cache.set("b", "B", 40);
  expect(cache.get("a")).toBe("A");
  cache.set("c", "C", 40);
  expect(cache.get("b")).toBeUndefined();
  expect(cache.get("a")).toBe("A");
  expect(cache.bytes).toBe(80);
});

it("keeps the newest even where it alone is too large", () => {
  const cache = new ByteCache<string>(10);
  cache.set("a", "A", 5);
  cache.set("b", "B", 50);
  expect(cache.get("b")).toBe("B");
  expect(cache.get("a")).toBeUndefined();
});

it("counts a replaced value once", () => {
  const cache = new ByteCache<string>(100);
  cache.set("a", "A", 40);
  cache.set("a", "B", 10);
  expect(cache.bytes).toBe(10);
});
