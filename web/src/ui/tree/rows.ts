/** The tree as a list of rows: source, target, mission, dataset, parameter, as they are open. */

import { isDrawable } from "../../data/records";
import type { Dataset, Parameter } from "../../data/types";

interface Shared {
  /** The same as long as the row stands for the same. */
  key: string;
  depth: number;
  /** null where there is nothing to open. */
  open: boolean | null;
}

export type Row =
  | (Shared & { kind: "group"; title: string; about: string })
  | (Shared & { kind: "dataset"; dataset: Dataset })
  | (Shared & { kind: "parameter"; dataset: Dataset; parameter: Parameter })
  | (Shared & { kind: "note"; text: string });

/** How many datasets may be listed with all they hold open, and with their groups open. */
const FEW = 6;
const FEW_FOUND = 30;
const SOME = 200;

/** Heights of a row, px: known before it is drawn, so that only what is in sight is. */
const LINE = 24;
const TWO_LINES = 40;
/** Letters of a title that surely fit into one line, at no depth and less by each. */
const ONE_LINE = 32;

export function heightOf(row: Row): number {
  if (row.kind !== "dataset") return LINE;
  const { title, id } = row.dataset;
  return (title || id).length > ONE_LINE - 2 * row.depth ? TWO_LINES : LINE;
}

/** Where each row begins, and where the last one ends. */
export function topsOf(rows: Row[]): number[] {
  const tops = [0];
  for (const row of rows) tops.push((tops.at(-1) ?? 0) + heightOf(row));
  return tops;
}

/** The row at `y`, by halving: there may be thousands. */
export function rowAt(tops: number[], y: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface Opened {
  /** Rows a person opened or closed, by key. */
  chosen: Readonly<Record<string, boolean>>;
  searching: boolean;
  /** What is known of a dataset that came without parameters. */
  note: (dataset: Dataset) => string;
}

const LOCAL = "This archive";
const NO_TARGET = "Other";

/** Remote datasets have the name of their server before their own. */
export function sourceOf({ id }: Dataset): string {
  const at = id.indexOf("/");
  return at < 0 ? LOCAL : id.slice(0, at);
}

/** Several values stand in one text; the first is where one looks for it. */
const first = (text: string | null): string => text?.split(";")[0]?.trim() ?? "";
const targetOf = (dataset: Dataset): string => first(dataset.target) || NO_TARGET;
const missionOf = (dataset: Dataset): string => first(dataset.mission);

function grouped(datasets: Dataset[], by: (d: Dataset) => string): [string, Dataset[]][] {
  const groups = new Map<string, Dataset[]>();
  for (const dataset of datasets) {
    const members = groups.get(by(dataset));
    if (members) members.push(dataset);
    else groups.set(by(dataset), [dataset]);
  }
  return [...groups].sort(
    ([a], [b]) => rank(a) - rank(b) || a.localeCompare(b, undefined, { numeric: true }),
  );
}

/** What is here comes before what is elsewhere, and what has no name last. */
const rank = (name: string): number => (name === LOCAL ? -1 : name === NO_TARGET ? 1 : 0);

type Level = (dataset: Dataset) => string;

export function rowsOf(datasets: Dataset[], opened: Opened): Row[] {
  const { chosen, searching } = opened;
  const all = datasets.length;
  const groupsOpen = all <= SOME;
  const datasetsOpen = all <= (searching ? FEW_FOUND : FEW);

  const within = (members: Dataset[], levels: Level[], path: string, depth: number): Row[] => {
    const [level, ...rest] = levels;
    if (!level) return members.flatMap((d) => datasetRows(d, path, depth));
    const groups = grouped(members, level);
    // A level that tells nothing apart is left out, but for the target: it says where one is.
    if (groups.length === 1 && (level !== targetOf || groups[0]?.[0] === NO_TARGET))
      return within(members, rest, path, depth);
    return groups.flatMap(([title, own]) => {
      if (!title) return within(own, rest, path, depth);
      const key = `${path}\n${title}`;
      const open = chosen[key] ?? groupsOpen;
      const about = aboutGroup(own, level);
      const row: Row = { kind: "group", key, depth, open, title, about };
      return open ? [row, ...within(own, rest, key, depth + 1)] : [row];
    });
  };

  const datasetRows = (dataset: Dataset, path: string, depth: number): Row[] => {
    const key = `${path}\n\n${dataset.id}`;
    const open = chosen[key] ?? (datasetsOpen && dataset.parameters.length > 0);
    const row: Row = { kind: "dataset", key, depth, open, dataset };
    return open ? [row, ...parameterRows(dataset, key, depth + 1)] : [row];
  };

  const parameterRows = (dataset: Dataset, path: string, depth: number): Row[] => {
    const drawn = dataset.parameters.filter(isDrawable);
    if (drawn.length === 0)
      return [
        { kind: "note", key: `${path}\nnote`, depth, open: null, text: opened.note(dataset) },
      ];
    return drawn.map((parameter) => ({
      kind: "parameter",
      key: `${path}\n${parameter.name}`,
      depth,
      open: null,
      dataset,
      parameter,
    }));
  };

  return within(datasets, [sourceOf, targetOf, missionOf], "", 0);
}

/** The one mission of a target, where it has one; else how many datasets there are. */
function aboutGroup(members: Dataset[], level: Level): string {
  const missions = new Set(members.map(missionOf));
  const [only] = missions;
  return level === targetOf && missions.size === 1 && only ? only : String(members.length);
}
