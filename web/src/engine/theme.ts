/** The colours and type of `tokens.css`, as a canvas needs them. */

export interface Theme {
  ground: string;
  ink: string;
  secondary: string;
  hairline: string;
  accent: string;
  /** Okabe–Ito order: x, y, z are the first three. */
  series: string[];
  /** Where a spectrogram has no value. */
  void: string;
  font: string;
}

const SERIES = [1, 2, 3, 4, 5, 6].map((n) => `--series-${n}`);

/** Read the tokens as they stand for `root` now, whatever functions they are written with. */
export function readTheme(root: HTMLElement): Theme {
  const probe = document.createElement("span");
  probe.hidden = true;
  // Where a browser forces its colours, lines would all be of one.
  probe.style.setProperty("forced-color-adjust", "none");
  root.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    ground: colour("--ground"),
    ink: colour("--ink"),
    secondary: colour("--ink-2"),
    hairline: colour("--hairline"),
    accent: colour("--accent"),
    series: SERIES.map(colour),
    void: colour("--void"),
    font: `11px ${getComputedStyle(root).fontFamily}`,
  };
  probe.remove();
  return theme;
}

/** Colour of column `index`; a magnitude is always ink. */
export function seriesColour(theme: Theme, index: number, column: string): string {
  if (column === "magnitude") return theme.ink;
  return theme.series[index % theme.series.length] ?? theme.ink;
}
