import { describe, expect, it } from "vitest";

import { plainLook } from "./curve";
import { drawFigure, layOut, type Figure, type FigurePanel } from "./figure";
import { SvgSurface } from "./svg";
import { curveOf, rawTile } from "./testing";
import type { Theme } from "./theme";

const THEME: Theme = {
  ground: "#fff",
  ink: "#111",
  secondary: "#555",
  hairline: "#ddd",
  accent: "#00f",
  series: ["#0072b2", "#c24f00", "#00825f", "#b0608c", "#a87300", "#2f8fc4"],
  void: "#eee",
  font: "11px sans-serif",
};
const PRINT = {
  width: 680,
  ratio: 300 / 96,
  theme: THEME,
  painter: () => {
    throw new Error("There is no spectrogram here.");
  },
};

const surface = (): SvgSurface =>
  new SvgSurface({ measure: (text) => 6 * text.length, png: () => "data:," });

function field(side: "left" | "right" = "left"): FigurePanel {
  const described = { label: "Magnetic field", frame: "MSO" };
  const curve = curveOf(described, ["x", "magnitude"], rawTile([0, 1, 2], [-1, 0, 1], [1, 0, 1]));
  return {
    heading: "Magnetic field",
    about: "A field",
    simulated: true,
    share: 1,
    problem: "",
    curves: [{ ...curve, look: { ...plainLook(curve.tiled), side } }],
    values: { scale: null, limits: null, units: null },
    second: { scale: null, limits: null, units: null },
    map: "viridis",
  };
}

const figure = (panels: FigurePanel[], said: Partial<Figure> = {}): Figure => ({
  title: "A shock",
  subtitle: "1970-01-01 00:00:00 to 00:00:02 UTC",
  range: { start: 0, stop: 2 },
  panels,
  rulers: [],
  credits: ["A field (field_1s), version 2. Nobody, 2026."],
  ...said,
});

function drawn(of: Figure): string {
  const on = surface();
  const layout = layOut(on, of, PRINT);
  drawFigure(on, of, layout, PRINT);
  return on.file(PRINT.width, layout.height, of.title);
}

const texts = (file: string): string[] =>
  [...file.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((m) => m[1] ?? "");

describe("a figure", () => {
  it("says what it shows: title, units and frame, legend, time, where it is from", () => {
    const said = texts(drawn(figure([field()])));
    for (const text of ["A shock", "Magnetic field", "nT · MSO", "SIMULATED", "UTC", "|B|"])
      expect(said).toContain(text);
    expect(said).toContain("1970-01-01 00:00:00 to 00:00:02 UTC");
    expect(said).toContain("A field (field_1s), version 2. Nobody, 2026.");
  });

  it("gives panels heights in their shares, one over the other", () => {
    const panels = [field(), { ...field(), share: 2 }];
    const layout = layOut(surface(), figure(panels), PRINT);
    const [first, second] = layout.panels;
    expect(second?.height).toBe(2 * (first?.height ?? NaN));
    expect(second?.top).toBeGreaterThan((first?.top ?? 0) + (first?.height ?? 0));
    expect(layout.axis.top).toBe((second?.top ?? 0) + (second?.height ?? 0));
  });

  it("puts the legend above where the right is taken by an axis", () => {
    const [left] = layOut(surface(), figure([field()]), PRINT).panels;
    const [right] = layOut(surface(), figure([field("right")]), PRINT).panels;
    expect(right?.top).toBeGreaterThan(left?.top ?? Infinity);
  });

  it("says which panel could not be loaded, and which ruler", () => {
    const failed = { ...field(), curves: [], problem: "There is no dataset of that id." };
    const ruler = { label: "position", meaning: "", texts: [], problem: "No such ruler." };
    const said = texts(drawn(figure([failed], { rulers: [ruler] })));
    expect(said).toContain("There is no dataset of that id.");
    expect(said).toContain("No such ruler.");
  });

  it("breaks long credits into lines", () => {
    const long = Array.from({ length: 60 }, () => "citation").join(" ");
    const short = layOut(surface(), figure([field()]), PRINT);
    const layout = layOut(surface(), figure([field()], { credits: [long] }), PRINT);
    expect(layout.credits.lines.length).toBeGreaterThan(4);
    expect(layout.height).toBeGreaterThan(short.height);
    expect(layout.credits.lines.join(" ")).toBe(long);
  });

  it("has rulers under its axis", () => {
    const ruler = { label: "X", meaning: "km MSO", texts: ["3.1", "3.2", "3.3"] };
    const said = texts(drawn(figure([field()], { rulers: [ruler] })));
    expect(said).toContain("3.1");
    expect(said).toContain("km MSO");
  });
});
