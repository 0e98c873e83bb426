import { describe, expect, it } from "vitest";

import { match } from "./fuzzy";

/** Titles answering, best first. */
const ranked = (query: string, titles: string[]): string[] =>
  titles
    .map((title) => ({ title, found: match(query, title) }))
    .filter(({ found }) => found !== null)
    .sort((a, b) => (b.found?.score ?? 0) - (a.found?.score ?? 0))
    .map(({ title }) => title);

describe("what is typed", () => {
  it("finds words in any order, and initials", () => {
    expect(match("map colour", "Colour map")?.at).toEqual([0, 1, 2, 3, 4, 5, 7, 8, 9]);
    expect(match("cm", "Colour map")?.at).toEqual([0, 7]);
    expect(match("gtt", "Go to time")?.at).toEqual([0, 3, 6]);
  });

  it("prefers the beginning of words, then the shorter text", () => {
    expect(ranked("log", ["Catalogue", "Scale of panel 2: log", "log"])).toEqual([
      "log",
      "Scale of panel 2: log",
      "Catalogue",
    ]);
  });

  it("minds neither case nor marks, and keeps places where a letter is two units long", () => {
    expect(match("ALFVEN", "Alfvén speed")?.at).toEqual([0, 1, 2, 3, 4, 5]);
    expect(match("b", "𝛿 B")).not.toBeNull();
  });

  it("is answered by all where it is empty, by none where a word is missing", () => {
    expect(match(" ", "Undo")).toEqual({ score: -0.8, at: [] });
    expect(match("undo mars", "Undo")).toBeNull();
    expect(match("dn", "Undo")).toBeNull();
    expect(match("den", "Datasets beside the panels")).toBeNull();
  });
});
