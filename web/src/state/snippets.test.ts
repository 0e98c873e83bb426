import { describe, expect, it } from "vitest";

import { toDataset } from "../data/records";
import { snippetsOf, type Handed } from "./snippets";

const named = (id: string): Handed["wanted"][number]["dataset"] =>
  toDataset({ id, parameters: [{ name: "B" }, { name: "dB" }] });

const HANDED: Handed = {
  server: "http://host/sub",
  link: "http://host/sub/app#v=2&p=mars_mag~B",
  wanted: [
    { dataset: named("mars_mag"), version: "1", shown: ["B"], parameters: ["B", "dB"] },
    { dataset: named("cdaweb/AC H0'MFI"), version: "1", shown: ["B"], parameters: ["B"] },
  ],
  range: { start: 1.5, stop: 3600 },
};

const text = (id: string): string => snippetsOf(HANDED).find((s) => s.id === id)?.text ?? "";

describe("code of a view", () => {
  it("is Python that reads each series, under names of its own", () => {
    expect(text("python").split("\n")).toEqual([
      "import dayside",
      "",
      'archive = dayside.open("http://host/sub")',
      'B = archive["mars_mag"]["B"]["1970-01-01T00:00:01.5":"1970-01-01T01:00:00"]',
      `B_2 = archive["cdaweb/AC H0'MFI"]["B"]["1970-01-01T00:00:01.5":"1970-01-01T01:00:00"]`,
      "B.dayside.plot()",
      "B_2.dayside.plot()",
    ]);
  });

  it("is the figure in a notebook", () => {
    expect(text("notebook")).toContain('archive.plot("http://host/sub/app#v=2&p=mars_mag~B")');
  });

  it("is an address for each dataset, with all that belongs to what is shown", () => {
    const [first, second] = text("hapi").split("\n");
    expect(first).toBe(
      "http://host/sub/hapi/data?dataset=mars_mag&parameters=B,dB" +
        "&start=1970-01-01T00:00:01.5Z&stop=1970-01-01T01:00:00Z",
    );
    expect(new URL(second ?? "").searchParams.get("dataset")).toBe("cdaweb/AC H0'MFI");
  });

  it("is safe in a shell", () => {
    for (const line of text("shell").split("\n"))
      expect(line).toMatch(/^(curl -OJ|dayside plot) '[^']*'( -o figure\.pdf)?$/);
  });
});
