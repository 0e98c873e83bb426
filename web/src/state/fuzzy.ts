/**
 * How well a text answers what was typed: every word in any order, each by its letters.
 *
 * A word that begins a word of the text is worth most, then one that stands anywhere in
 * it, then one whose letters begin words or follow on such: `cmap` finds “Colour map”.
 */

export interface Match {
  /** Greater is better. */
  score: number;
  /** Places of the letters that answered, rising. */
  at: number[];
}

const BEGINS = 100;
const CONTAINS = 60;
const LETTERS = 20;
/** Each letter of a word that begins a word of the text, where letters lie apart. */
const INITIAL = 8;
/** Longer texts say less about what was typed. */
const PER_LETTER = 0.2;

/** null where `text` does not answer `query`; an empty query is answered by everything. */
export function match(query: string, text: string): Match | null {
  const low = fold(text);
  const found = fold(query)
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => matchWord(word, low));
  if (found.some((m) => m === null)) return null;
  const all = found.filter((m) => m !== null);
  const at = [...new Set(all.flatMap((m) => m.at))].sort((a, b) => a - b);
  const score = all.reduce((sum, m) => sum + m.score, 0) - PER_LETTER * text.length;
  return { score, at };
}

/** Lower case, and letters without their marks, each still in its place. */
function fold(text: string): string {
  return [...text]
    .map((c) => c.normalize("NFD").charAt(0).toLowerCase())
    .join("")
    .padEnd(text.length);
}

const begins = (text: string, at: number): boolean =>
  at === 0 || /[^\p{L}\p{N}]/u.test(text.charAt(at - 1));

function matchWord(word: string, text: string): Match | null {
  let anywhere = -1;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (begins(text, at)) return { score: BEGINS + word.length, at: run(at, word.length) };
    if (anywhere < 0) anywhere = at;
  }
  if (anywhere >= 0) return { score: CONTAINS + word.length, at: run(anywhere, word.length) };
  return matchLetters(word, text);
}

/** Each letter beside the one before, or at the beginning of a later word. */
function matchLetters(word: string, text: string): Match | null {
  const at: number[] = [];
  let score = LETTERS;
  for (const letter of word) {
    const next = nextPlace(letter, text, at.at(-1));
    if (next === null) return null;
    if (begins(text, next)) score += INITIAL;
    at.push(next);
  }
  return { score, at };
}

function nextPlace(letter: string, text: string, last: number | undefined): number | null {
  if (last !== undefined && text.charAt(last + 1) === letter) return last + 1;
  const from = (last ?? -1) + 1;
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1)) {
    if (begins(text, at)) return at;
  }
  return null;
}

const run = (from: number, length: number): number[] => Array.from({ length }, (_, i) => from + i);
