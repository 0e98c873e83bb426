/** Handing a view on: its link, a short one kept at the server, and how both are opened. */

import type { Catalogue } from "../data/catalogue";
import type { HandedOn } from "../state/commands";
import { toViewState } from "../state/read";
import { messageOf } from "./finder.svelte";
import type { OpenView } from "./openview.svelte";
import type { Session } from "./session.svelte";

/** `#s=ID` or `?s=ID`: a view kept at the server. */
function idIn({ hash, search }: Location): string | null {
  const kept = new URLSearchParams(hash.replace(/^#/, "")).get("s");
  return kept ?? (hash.length > 1 ? null : new URLSearchParams(search).get("s"));
}

/** Open what an address holds; returns what is wrong with it as a sentence, or null. */
export async function openAddress(
  open: OpenView,
  catalogue: Catalogue,
  address: Location,
): Promise<string | null> {
  const id = idIn(address);
  if (id === null) return open.open(address.hash);
  try {
    const view = toViewState(await catalogue.link(id));
    if (!view) return "This saved view is of a version not known here.";
    open.commit(view);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** The address of a view kept under an id. */
export function shortAddress(id: string): string {
  return `${location.origin}${location.pathname}#s=${id}`;
}

/** Copy a text; tells whether that was allowed. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Save a figure of the view, or copy it as code; what that takes is loaded when it is wanted. */
export async function handOn(session: Session, what: HandedOn): Promise<void> {
  try {
    await (await import("./export/handon")).handOn(session, what);
  } catch (error) {
    session.notice = messageOf(error);
  }
}

/** Copy the link that holds the whole view. */
export async function copyLink(session: Session): Promise<void> {
  session.open.settle();
  if (await copied(location.href)) session.say("Link copied.");
  else session.notice = "The link could not be copied; it is in the address bar.";
}
