/** A figure or code at once, without the sheet that offers them. */

import type { HandedOn } from "../../state/commands";
import { CODES } from "../../state/commands/export";
import { snippetsOf } from "../../state/snippets";
import { wantedOf } from "../../state/wanted";
import type { Session } from "../session.svelte";
import { copied } from "../sharing";
import { figureFile, save, USUAL_WIDTH } from "./files";
import { fileName, serverOf } from "./names";
import { shownIn } from "./shown";

export async function handOn(session: Session, what: HandedOn): Promise<void> {
  if (what === "PNG" || what === "SVG") {
    session.say("The figure is being made.");
    const order = { format: what, width: USUAL_WIDTH };
    const file = await figureFile(session, order, new AbortController().signal, () => undefined);
    save(file, fileName(session, what.toLowerCase()));
    session.say("The figure is saved.");
    return;
  }
  const { range } = session;
  if (!range) return;
  session.open.settle();
  const wanted = wantedOf(await shownIn(session.catalogue, session.view));
  const handed = { server: serverOf(session), link: location.href, wanted, range };
  const text = snippetsOf(handed).find((snippet) => snippet.id === what)?.text ?? "";
  if (await copied(text)) session.say(`Copied: ${CODES[what]}.`);
  else session.notice = "The browser does not let it be copied here; Export shows it.";
}
