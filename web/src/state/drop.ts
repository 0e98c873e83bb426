/** Where something that is dragged over the panels would come to be. */

export type Place =
  { kind: "between"; index: number } | { kind: "onto"; index: number } | { kind: "under" };

/** The upper and the lower edge of a panel, or of the time axis. */
export interface Edges {
  top: number;
  bottom: number;
}

/** Share of a panel's height, at each edge, that means beside it and not onto it. */
const BESIDE = 0.25;

/** The place at height `y`; a panel that is moved only comes between others. */
export function placeAt(panels: Edges[], axis: Edges | null, y: number, moves: boolean): Place {
  if (axis && y >= axis.top && !moves) return { kind: "under" };
  const at = panels.findIndex(({ bottom }) => y < bottom);
  const over = panels[at];
  if (!over) return { kind: "between", index: panels.length };
  const share = (y - over.top) / (over.bottom - over.top);
  const upper = share < (moves ? 0.5 : BESIDE);
  if (!moves && !upper && share <= 1 - BESIDE) return { kind: "onto", index: at };
  return { kind: "between", index: upper ? at : at + 1 };
}
