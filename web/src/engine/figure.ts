/**
 * A figure for print: the panels as on screen, with all that has to be said of them.
 *
 * Laid out in pixels of 96 an inch, whatever it is drawn on; the surface scales them.
 */

import type { Range } from "../data/types";
import { drawTimeAxis } from "./axes";
import type { Curve, Drawn, Frame } from "./curve";
import { GUTTER, xOf, type Area } from "./frame";
import { drawLegend, isAbove, LINE } from "./figurelegend";
import { fontOf, textAt, wrapped } from "./lettering";
import { drawPanel } from "./plot";
import { rulerTimes, type RulerRow } from "./rulers";
import type { Painter } from "./spectrogram";
import type { Surface } from "./surface";
import type { Theme } from "./theme";

export interface FigurePanel extends Pick<Frame, "curves" | "values" | "second" | "map"> {
  /** What it shows, and of which dataset. */
  heading: string;
  about: string;
  simulated: boolean;
  /** Of the height, beside the other panels. */
  share: number;
  /** Why it shows nothing; empty where all is well. */
  problem: string;
}

export interface FigureRuler extends RulerRow {
  /** Why there are no numbers. */
  problem?: string;
}

export interface Figure {
  title: string;
  /** Under the title. */
  subtitle: string;
  range: Range;
  panels: FigurePanel[];
  rulers: FigureRuler[];
  /** Where all of it is from: datasets, versions, citations. */
  credits: string[];
}

/** What a figure is drawn with. */
export interface Print {
  /** Pixels of 96 an inch. */
  width: number;
  /** Dots of the print a pixel. */
  ratio: number;
  theme: Theme;
  painter: () => Painter;
}

const MARGIN = 12;
const HEAD = 48;
const HEADING = 20;
const PANEL = 128;
const AXIS = 42;
const RULER = 16;
const CREDIT = { size: 9, line: 12, above: 12 } as const;
/** Half the width of a number under the axis. */
const HALF_NUMBER = 24;

export interface Layout {
  panels: Area[];
  axis: Area;
  credits: { lines: string[]; top: number };
  height: number;
}

/** Where everything stands. */
export function layOut(surface: Surface, figure: Figure, { width, theme }: Print): Layout {
  const across = { left: GUTTER.left, width: width - GUTTER.left - GUTTER.right };
  let top = HEAD;
  const panels = figure.panels.map(({ share, curves }) => {
    const begin = top + HEADING + (isAbove(curves) ? LINE : 0);
    const area = { ...across, top: begin, height: Math.round(PANEL * share) };
    top = area.top + area.height + 4;
    return area;
  });
  const axis = { ...across, top: top - 4, height: AXIS };
  top = axis.top + AXIS + RULER * figure.rulers.length + CREDIT.above;
  surface.font = fontOf(theme, CREDIT.size);
  const lines = figure.credits.flatMap((text) => wrapped(surface, text, width - 2 * MARGIN));
  const credits = { lines, top };
  return { panels, axis, credits, height: top + CREDIT.line * lines.length + MARGIN };
}

/** Draw the figure where `layout` puts it; returns what each panel shows. */
export function drawFigure(
  surface: Surface,
  figure: Figure,
  layout: Layout,
  print: Print,
): Drawn[] {
  const { theme, width } = print;
  surface.fillStyle = theme.ground;
  surface.fillRect(0, 0, width, layout.height);
  drawHead(surface, figure, print);
  const drawn = figure.panels.map((panel, i) =>
    drawOne(surface, figure, panel, layout.panels[i] ?? layout.axis, print),
  );
  surface.lineWidth = 1 / print.ratio;
  drawTimeAxis(surface, figure.range, layout.axis, theme, print.ratio);
  const left = { align: "right", colour: theme.secondary } as const;
  surface.font = fontOf(theme, 11);
  // Beside the day: a label at the very left reaches out of the axis.
  textAt(surface, "UTC", layout.axis.left - 18, layout.axis.top + 31, left);
  drawRulers(surface, figure, layout.axis, theme);
  drawCredits(surface, layout, theme);
  return drawn;
}

function drawHead(surface: Surface, { title, subtitle }: Figure, { theme, width }: Print): void {
  const room = width - 2 * MARGIN;
  surface.font = fontOf(theme, 15, 600);
  textAt(surface, title, MARGIN, 17, { colour: theme.ink, room });
  surface.font = fontOf(theme, 11);
  textAt(surface, subtitle, MARGIN, 35, { colour: theme.secondary, room });
}

function drawOne(
  surface: Surface,
  { range }: Figure,
  panel: FigurePanel,
  area: Area,
  { width, ratio, theme, painter }: Print,
): Drawn {
  drawHeading(surface, panel, area, theme);
  const { curves, values, second, map } = panel;
  const frame = { curves, values, second, map, range, width, height: area.height, ratio, theme };
  const drawn = drawPanel(surface, area, frame, painter);
  frameAround(surface, area, theme, ratio);
  if (panel.problem || drawn.empty) {
    surface.font = fontOf(theme, 11);
    const [x, y] = [area.left + area.width / 2, area.top + area.height / 2];
    const said = { colour: theme.secondary, align: "center", room: area.width - 8 } as const;
    textAt(surface, panel.problem || "No data in this time.", x, y, said);
  }
  drawLegend(surface, curves, drawn, area, theme);
  return drawn;
}

function drawHeading(
  surface: Surface,
  { heading, about, simulated, curves }: FigurePanel,
  area: Area,
  theme: Theme,
): void {
  const y = area.top - HEADING / 2 + 1 - (isAbove(curves) ? LINE : 0);
  const right = area.left + area.width;
  const room = area.width - (simulated ? 64 : 0);
  surface.font = fontOf(theme, 11, 600);
  textAt(surface, heading, area.left, y, { colour: theme.ink, room });
  const after = surface.measureText(heading).width + 8;
  surface.font = fontOf(theme, 11);
  const rest = room - after;
  if (rest > 40)
    textAt(surface, about, area.left + after, y, { colour: theme.secondary, room: rest });
  if (!simulated) return;
  surface.font = fontOf(theme, 9, 600);
  textAt(surface, "SIMULATED", right, y, { colour: theme.secondary, align: "right" });
}

function frameAround(surface: Surface, area: Area, theme: Theme, ratio: number): void {
  surface.beginPath();
  surface.rect(area.left, area.top, area.width, area.height);
  surface.strokeStyle = theme.secondary;
  surface.lineWidth = Math.max(0.5, 1 / ratio);
  surface.stroke();
}

function drawRulers(surface: Surface, { rulers, range }: Figure, area: Area, theme: Theme): void {
  const times = rulerTimes(range, area.width);
  const right = area.left + area.width;
  rulers.forEach(({ label, meaning, texts, problem = "" }, row) => {
    const y = area.top + AXIS + RULER * (row + 0.5);
    const name = { colour: theme.ink, align: "right", room: GUTTER.left - MARGIN } as const;
    surface.font = fontOf(theme, 11);
    textAt(surface, label, area.left - 8, y, name);
    const middle = { colour: theme.secondary, room: area.width } as const;
    textAt(surface, problem, area.left, y, middle);
    textAt(surface, meaning, right + 8, y, { colour: theme.secondary, room: GUTTER.right - 12 });
    times.forEach((time, i) => {
      const x = Math.min(
        right - HALF_NUMBER,
        Math.max(area.left + HALF_NUMBER, xOf(time, range, area)),
      );
      textAt(surface, texts[i] ?? "", x, y, { colour: theme.ink, align: "center" });
    });
  });
}

function drawCredits(surface: Surface, { credits }: Layout, theme: Theme): void {
  surface.font = fontOf(theme, CREDIT.size);
  credits.lines.forEach((line, i) => {
    const y = credits.top + CREDIT.line * (i + 0.5);
    textAt(surface, line, MARGIN, y, { colour: theme.secondary });
  });
}

/** Whether all that a curve is drawn from is there. */
export function isWhole({ view, look }: Curve): boolean {
  const beside = [...look.errors, ...(look.flag ? [look.flag] : [])].map((c) => c.view);
  return ![view, ...beside].some((v) => v.loading);
}
