/** Changes of a view: each takes a state and returns a new one. */

import type { Range } from "../data/types";
import { cleanRange } from "./range";
import {
  EMPTY,
  HEIGHTS,
  MOST_PANELS,
  MOST_RULERS,
  MOST_SERIES,
  type Panel,
  type Ruler,
  type Series,
  type ViewState,
} from "./view";

export function withRange(view: ViewState, range: Range): ViewState {
  return { ...view, range: cleanRange(range) };
}

/** Put a panel at `index`; at the end where none is told. */
export function addPanel(view: ViewState, panel: Panel, index = view.panels.length): ViewState {
  return { ...view, panels: view.panels.toSpliced(index, 0, panel).slice(0, MOST_PANELS) };
}

export function removePanel(view: ViewState, index: number): ViewState {
  const panels = view.panels.filter((_, i) => i !== index);
  // With the last panel all goes: undo leads back, and the empty workspace is one state.
  return panels.length > 0 ? { ...view, panels } : EMPTY;
}

/** Put the panel at `from` at `to`; beyond the ends nothing happens. */
export function movePanel(view: ViewState, from: number, to: number): ViewState {
  const moved = view.panels[from];
  if (!moved || from === to || to < 0 || to >= view.panels.length) return view;
  return { ...view, panels: view.panels.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

export function copyPanel(view: ViewState, index: number): ViewState {
  const panel = view.panels[index];
  return panel ? addPanel(view, structuredClone(panel), index + 1) : view;
}

export function changePanel(view: ViewState, index: number, change: Partial<Panel>): ViewState {
  return { ...view, panels: view.panels.map((p, i) => (i === index ? { ...p, ...change } : p)) };
}

/** A share of the height that leaves a panel something to show, and the others too. */
export function cleanHeight(height: number): number {
  const [least, most] = HEIGHTS;
  const rounded = Math.round(height * 1000) / 1000;
  return Math.min(most, Math.max(least, Number.isFinite(rounded) ? rounded : 1));
}

/** Move the border below the panel at `index`: what it gains, the next one loses. */
export function moveBorder(view: ViewState, index: number, by: number): ViewState {
  const [above, below] = [view.panels[index]?.height, view.panels[index + 1]?.height];
  if (above === undefined || below === undefined) return view;
  const height = Math.min(above + below - HEIGHTS[0], cleanHeight(above + by));
  const next = changePanel(view, index, { height: cleanHeight(height) });
  return changePanel(next, index + 1, { height: cleanHeight(above + below - height) });
}

/** Draw a further parameter in a panel. */
export function addSeries(view: ViewState, index: number, series: Series): ViewState {
  const shown = view.panels[index]?.series ?? [];
  if (shown.some((s) => s.dataset === series.dataset && s.parameter === series.parameter))
    return view;
  return changePanel(view, index, { series: [...shown, series].slice(0, MOST_SERIES) });
}

/** Take a parameter out of a panel, and the panel with the last one. */
export function removeSeries(view: ViewState, index: number, at: number): ViewState {
  const series = (view.panels[index]?.series ?? []).filter((_, i) => i !== at);
  return series.length > 0 ? changePanel(view, index, { series }) : removePanel(view, index);
}

export function changeSeries(
  view: ViewState,
  index: number,
  at: number,
  change: Partial<Series>,
): ViewState {
  const series = (view.panels[index]?.series ?? []).map((s, i) =>
    i === at ? { ...s, ...change } : s,
  );
  return changePanel(view, index, { series });
}

/** Put a row under the time axis, or take it away where it is there. */
export function toggleRuler(view: ViewState, ruler: Ruler): ViewState {
  const same = (r: Ruler): boolean =>
    r.dataset === ruler.dataset && r.parameter === ruler.parameter;
  const rulers = view.rulers.some(same)
    ? view.rulers.filter((r) => !same(r))
    : [...view.rulers, ruler].slice(0, MOST_RULERS);
  return { ...view, rulers };
}
