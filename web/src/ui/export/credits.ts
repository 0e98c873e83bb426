/** What a figure says of where it is from. */

import type { Dataset } from "../../data/types";
import type { Known } from "../curves";

/** A longer link is left to the file: in a figure nobody would type it. */
const LONGEST_LINK = 300;

/** One line a dataset, and one of the figure itself. */
export function creditsOf(known: Known[], link: string, today = new Date()): string[] {
  const each = new Map(known.map(({ dataset, levels }) => [dataset.id, { dataset, levels }]));
  const shown = link.length <= LONGEST_LINK ? link : link.slice(0, link.indexOf("#"));
  return [
    ...[...each.values()].map(({ dataset, levels }) => creditOf(dataset, levels.version)),
    `${shown} · Drawn with Dayside; data accessed ${today.toISOString().slice(0, 10)}.`,
  ];
}

function creditOf({ id, title, version, simulated, citation, doi }: Dataset, tag: string): string {
  // Where the provider does not count versions, ours tells which state it was.
  const state = version ? `version ${version}` : tag && `state ${tag}`;
  const named = [title && `${title} (${id})`, !title && id, state, simulated && "simulated"];
  const address = doi && !citation?.includes(doi) ? doiAddress(doi) : "";
  return [`${named.filter(Boolean).join(", ")}.`, citation, address].filter(Boolean).join(" ");
}

function doiAddress(doi: string): string {
  return doi.startsWith("http") ? doi : `https://doi.org/${doi.replace(/^doi:\s*/i, "")}`;
}
