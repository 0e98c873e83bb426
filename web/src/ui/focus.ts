/** Where the keys go when the panels change under them. */

import { tick } from "svelte";

/** Put the focus on a plot, unless someone is writing or choosing elsewhere. */
export async function focusPlot(index: number): Promise<void> {
  await tick();
  const now = document.activeElement;
  if (now && now !== document.body && !now.closest("[data-plot]")) return;
  const plot = document.querySelector<HTMLElement>(`[data-plot="${index}"] canvas`);
  plot?.focus();
  plot?.scrollIntoView({ block: "nearest" });
}
