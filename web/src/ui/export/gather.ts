/** From the view that is open to its figure: everything loaded at the resolution of the print. */

import type { Dataset, Range } from "../../data/types";
import type { Curve } from "../../engine/curve";
import { isWhole, type Figure, type FigurePanel, type FigureRuler } from "../../engine/figure";
import { rulerRows, rulerTimes } from "../../engine/rulers";
import { readableTime } from "../../engine/time";
import { newPanel, type Panel } from "../../state/view";
import type { Known } from "../curves";
import { PanelModel } from "../panel.svelte";
import type { Session } from "../session.svelte";
import { creditsOf } from "./credits";

export interface Gathering {
  session: Session;
  range: Range;
  /** Of the plots: pixels of 96 an inch, and dots of the print. */
  width: number;
  dots: number;
  link: string;
  signal: AbortSignal;
  /** Called with the share that is loaded. */
  progress: (share: number) => void;
}

interface Loaded {
  known: Known[];
  curves: Curve[];
  problem: string;
}

/**
 * Load one panel after the other, each whole: so a figure of many panels needs no more
 * memory at once than the tiles of one and what is drawn of the others.
 */
export async function gather(gathering: Gathering): Promise<Figure> {
  const { session, range, width, dots, link, signal, progress } = gathering;
  const { panels, rulers, title } = session.view;
  const parts = panels.length + rulers.length;
  const panelsLoaded: Loaded[] = [];
  const rows: FigureRuler[] = [];
  for (const panel of panels) {
    panelsLoaded.push(await loaded(session, panel, range, dots, signal));
    progress(panelsLoaded.length / parts);
  }
  const known = panelsLoaded.flatMap((p) => p.known);
  for (const [i, { dataset, parameter }] of rulers.entries()) {
    const found = await loaded(session, newPanel(dataset, parameter), range, width, signal);
    known.push(...found.known);
    rows.push(...rowsOf(found, parameter, rulerTimes(range, width)));
    progress((panels.length + i + 1) / parts);
  }
  const scale = (range.stop - range.start) / dots;
  return {
    title: title || titleOf(known.map((k) => k.dataset)),
    subtitle: `${readableTime(range.start, scale)} to ${readableTime(range.stop, scale)} UTC`,
    range,
    panels: panels.map((panel, i) => figurePanel(panel, panelsLoaded[i])),
    rulers: rows,
    credits: creditsOf(known, link),
  };
}

/** The title of the dataset; of several, which stand above the panels, what they are of. */
function titleOf(datasets: Dataset[]): string {
  const titles = [...new Set(datasets.map((d) => d.title || d.id))];
  const targets = [...new Set(datasets.map((d) => d.target ?? ""))].filter(Boolean);
  return (titles.length > 1 && targets.join(" · ")) || titles.slice(0, 3).join(" · ");
}

function figurePanel(panel: Panel, found: Loaded | undefined): FigurePanel {
  const { series, values, second, map, height } = panel;
  const known = found?.known ?? [];
  const datasets = known.map((k) => k.dataset);
  const names = series.map((s, i) => known[i]?.parameter.label || s.parameter);
  return {
    heading: [...new Set(names)].join(", "),
    about: [
      ...new Set([...datasets.map((d) => d.title || d.id), found?.curves[0]?.reduction ?? ""]),
    ]
      .filter(Boolean)
      .join(" · "),
    simulated: datasets.some((d) => d.simulated),
    share: height,
    problem: found?.problem ?? "",
    curves: found?.curves ?? [],
    values,
    second,
    map: map ?? "viridis",
  };
}

function rowsOf({ curves, problem }: Loaded, name: string, times: number[]): FigureRuler[] {
  const [curve] = curves;
  if (!curve) return [{ label: name, meaning: "", texts: [], problem }];
  return rulerRows(curve.parameter, curve.tiled, curve.view, curve.cadence, times);
}

async function loaded(
  session: Session,
  panel: Panel,
  range: Range,
  pixels: number,
  signal: AbortSignal,
): Promise<Loaded> {
  const model = new PanelModel(session);
  try {
    await model.load(panel.series);
    const curves = await settled(session, () => model.collect(panel, range, pixels), signal);
    return { known: model.known, curves, problem: model.failed ?? "" };
  } finally {
    model.release();
  }
}

/** Wait until every tile that is wanted has arrived or has failed. */
function settled(session: Session, collect: () => Curve[], signal: AbortSignal): Promise<Curve[]> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      leave();
      signal.removeEventListener("abort", abort);
    };
    const abort = (): void => {
      stop();
      reject(signal.reason as Error);
    };
    const look = (): void => {
      const curves = collect();
      if (!curves.every(isWhole)) return;
      stop();
      resolve(curves);
    };
    const leave = session.store.subscribe(() => queueMicrotask(look));
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    else look();
  });
}
