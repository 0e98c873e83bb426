/** Names of files and addresses that are handed on. */

import { isoTime } from "../../engine/time";
import type { Session } from "../session.svelte";

/** Address of the server, without a slash at the end. */
export function serverOf({ root }: Session): string {
  return new URL(root || "/", location.href).href.replace(/\/$/, "");
}

/** `mars_mag_20160901T124000.png`: safe on every disk. */
export function fileName({ view, range }: Session, suffix: string): string {
  const named = view.title || view.panels[0]?.series[0]?.dataset || "figure";
  const stem = named
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  const start = range ? `_${isoTime(range.start).replace(/[-:Z]/g, "")}` : "";
  return `${stem.slice(0, 80) || "figure"}${start}.${suffix}`;
}
