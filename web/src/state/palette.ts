/** What a palette lists: commands that answer what was typed, best first, and what is chosen of them. */

import { isEnabled, type Command, type Workspace } from "./commands";
import { match } from "./fuzzy";

export interface Entry {
  command: Command;
  /** The command it is a choice of; null where it stands for itself. */
  parent: Command | null;
  /** Places of the letters in `title` that answered. */
  at: number[];
  title: string;
}

const MOST = 60;
export const MOST_RECENT = 8;
const BETWEEN = " ▸ ";
/** Choices of commands are mixed in only once something was typed: there are many. */
const FEWEST_LETTERS = 2;

interface Scored extends Entry {
  score: number;
}

function scored(query: string, command: Command, parent: Command | null): Scored[] {
  const title = parent ? `${parent.title}${BETWEEN}${command.title}` : command.title;
  const found = match(query, title);
  return found ? [{ command, parent, title, ...found }] : [];
}

/** What stands beside the title answers as well, a little worse. */
function beside(query: string, command: Command, on: Workspace): Scored[] {
  const { title } = command;
  const found = match(query, `${title} ${command.about?.(on) ?? ""}`);
  if (!found) return [];
  const at = found.at.filter((i) => i < title.length);
  return [{ command, parent: null, title, score: found.score * 0.8, at }];
}

/** The first that is not empty. */
const either = <T>(...lists: T[][]): T[] => lists.find((list) => list.length > 0) ?? [];

const best = (entries: Scored[]): Entry[] =>
  entries.sort((a, b) => b.score - a.score).slice(0, MOST);

/** The first list: all that can be done now; what was done last comes first. */
export function listed(
  commands: Command[],
  on: Workspace,
  query: string,
  recent: string[],
): Entry[] {
  const can = commands.filter((c) => c.id !== "palette" && isEnabled(c, on));
  const own = can.flatMap((c) => scored(query, c, null));
  if (query.trim() === "") {
    const place = (e: Entry): number => {
      const at = recent.indexOf(e.command.id);
      return at < 0 ? Infinity : at;
    };
    // A stable sort: what was not used keeps its order, by groups.
    return own.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  }
  const deep =
    query.trim().length < FEWEST_LETTERS
      ? []
      : can.flatMap((parent) =>
          (parent.choices?.(on, query) ?? []).flatMap((c) =>
            c.id.endsWith(".typed") ? typed(c, parent) : scored(query, c, parent),
          ),
        );
  return best([...own, ...deep]);
}

/** What was made of the text itself answers it, whatever its title. */
const typed = (command: Command, parent: Command): Scored[] => [
  { command, parent, title: `${parent.title}${BETWEEN}${command.title}`, at: [], score: 1000 },
];

/** What can be chosen of a command. */
export function chosen(parent: Command, on: Workspace, query: string): Entry[] {
  const all = parent.choices?.(on, query) ?? [];
  const plain = (command: Command): Scored => ({
    command,
    parent: null,
    title: command.title,
    at: [],
    score: 1000,
  });
  if (query.trim() === "") return all.map(plain);
  return best(
    all.flatMap((c) =>
      c.id.endsWith(".typed") ? [plain(c)] : either(scored(query, c, null), beside(query, c, on)),
    ),
  );
}

/** The commands used last, the latest first. */
export function remembered(recent: string[], id: string): string[] {
  return [id, ...recent.filter((r) => r !== id)].slice(0, MOST_RECENT);
}
