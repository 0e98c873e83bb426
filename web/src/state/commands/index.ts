/** Every command once: buttons, keys, the palette, its help and the tests share them. */

import { isEnabled, keyName, type Command, type KeyPress, type Workspace } from "./command";
import { DATA } from "./data";
import { EXPORT } from "./export";
import { PANELS } from "./panels";
import { TIME } from "./time";
import { VIEW } from "./view";

export * from "./command";

export const COMMANDS: Command[] = [...DATA, ...TIME, ...PANELS, ...EXPORT, ...VIEW];

export function commandFor(press: KeyPress): Command | undefined {
  const name = keyName(press);
  return COMMANDS.find((command) => command.keys.includes(name));
}

/** The command of an id; throws where there is none: ids are written in the code alone. */
export function command(id: string): Command {
  const found = COMMANDS.find((c) => c.id === id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}

/** Do a command, where it can be done; one that has to be chosen of is not done by this. */
export function perform(id: string, on: Workspace): void {
  const { run } = command(id);
  if (isEnabled(command(id), on)) run?.(on);
}
