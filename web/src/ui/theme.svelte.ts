/** Light or dark: as the system says until the user does. */

import { readTheme, type Theme } from "../engine/theme";

const KEY = "dayside.theme";

function stored(): "light" | "dark" | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null; // storage is forbidden
  }
}

export class ThemeChoice {
  dark = $state(false);
  colours = $state.raw<Theme | null>(null);
  readonly #system = matchMedia("(prefers-color-scheme: dark)");

  constructor() {
    this.#apply(stored());
    this.#system.addEventListener("change", () => this.#apply(stored()));
    matchMedia("(forced-colors: active)").addEventListener("change", () => this.#apply(stored()));
  }

  toggle(): void {
    const choice = this.dark ? "light" : "dark";
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // It holds for this page then.
    }
    this.#apply(choice);
  }

  #apply(choice: "light" | "dark" | null): void {
    const root = document.documentElement;
    if (choice) root.dataset["theme"] = choice;
    else delete root.dataset["theme"];
    this.dark = choice ? choice === "dark" : this.#system.matches;
    this.colours = readTheme(document.body);
  }
}
