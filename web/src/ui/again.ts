/** Something tried again later, and later each time. */

const FIRST_MS = 2000;
const LONGEST_MS = 60_000;

export class Again {
  #delay = FIRST_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  later(run: () => void): void {
    this.cancel();
    this.#timer = setTimeout(run, this.#delay);
    this.#delay = Math.min(2 * this.#delay, LONGEST_MS);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }

  /** It went well: the next wait is short again. */
  reset(): void {
    this.cancel();
    this.#delay = FIRST_MS;
  }
}
