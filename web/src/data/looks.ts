/** Files sent to the server to be looked at, without ingesting them. */

import { address, attempt } from "./http";
import { toLook } from "./records";
import type { Look } from "./types";

/** Send files that belong together; rejects with the server's sentence where none can be read. */
export async function look(root: string, files: File[]): Promise<Look> {
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  const answer = await attempt(address(root, "/api/looks"), { method: "POST", body });
  return toLook(await answer.json());
}
