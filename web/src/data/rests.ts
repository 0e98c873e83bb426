/**
 * Servers that are away, and when each is asked again: after a second, then twice as long
 * each time.
 *
 * A place is our own server, or a remote one behind it. While a place rests nothing is
 * asked of it; then one question tries, and only its answer lets the others go.
 */

import type { RequestError } from "./http";

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;
/** Our own server. */
const HERE = "";

interface Rest {
  error: RequestError;
  delay: number;
  timer: ReturnType<typeof setTimeout> | null;
  /** What tries; null while the place rests, and until something does. */
  trying: string | null;
}

export class Rests {
  readonly #resting = new Map<string, Rest>();
  readonly #over: () => void;

  /** `over` is called when somebody may be tried again. */
  constructor(over: () => void) {
    this.#over = over;
  }

  /** Why nothing comes of a dataset; undefined where all answer. */
  error(dataset: string): RequestError | undefined {
    return placesOf(dataset)
      .map((place) => this.#resting.get(place)?.error)
      .find((error) => error !== undefined);
  }

  /** Whether the question `key` about a dataset may be asked now. */
  allows(dataset: string, key: string): boolean {
    const rests = placesOf(dataset).flatMap((place) => this.#resting.get(place) ?? []);
    if (rests.some((rest) => rest.timer || (rest.trying ?? key) !== key)) return false;
    for (const rest of rests) rest.trying = key;
    return true;
  }

  /** A question was not answered: who is away rests, longer than the last time. */
  failed(dataset: string, key: string, error: RequestError): void {
    const place = error.status === 0 ? HERE : placeOf(dataset);
    // Whoever says that another is away is there.
    if (place !== HERE) this.#forget(HERE);
    const before = this.#resting.get(place);
    // Those asked together fail together.
    if (before && (before.timer || before.trying !== key)) return;
    const delay = before ? Math.min(2 * before.delay, LONGEST_MS) : FIRST_MS;
    const timer = setTimeout(() => this.#end(place), delay);
    this.#resting.set(place, { error, delay, timer, trying: null });
  }

  /** A question was answered, whatever with. */
  answered(dataset: string): void {
    placesOf(dataset).forEach((place) => this.#forget(place));
  }

  /** A question is not asked any more: if it tried, another may. */
  calledOff(key: string): void {
    for (const rest of this.#resting.values()) if (rest.trying === key) rest.trying = null;
  }

  /** Ask all again, at once. */
  clear(): void {
    [...this.#resting.keys()].forEach((place) => this.#forget(place));
  }

  #forget(place: string): void {
    const rest = this.#resting.get(place);
    if (rest?.timer) clearTimeout(rest.timer);
    this.#resting.delete(place);
  }

  #end(place: string): void {
    const rest = this.#resting.get(place);
    if (rest) rest.timer = null;
    this.#over();
  }
}

/** Where a dataset is: "" at our own server, else the remote one whose name is before its id. */
export function placeOf(dataset: string): string {
  return dataset.slice(0, Math.max(0, dataset.indexOf("/")));
}

/** The remote server a dataset comes from; null of what is kept here or was dropped here. */
export function serverOf(dataset: string): string | null {
  const place = placeOf(dataset);
  return place === HERE || place === "dropped" ? null : place;
}

function placesOf(dataset: string): string[] {
  return [...new Set([HERE, placeOf(dataset)])];
}
