/** Text on a surface: its type, its place, its lines. */

import type { Surface } from "./surface";
import type { Theme } from "./theme";

export function fontOf({ font }: Theme, size: number, weight = 400): string {
  const family = font.slice(font.indexOf("px ") + 3);
  return `${weight === 400 ? "" : `${weight} `}${size}px ${family}`;
}

interface Placed {
  colour: string;
  align?: CanvasTextAlign;
  /** Longer text is cut. */
  room?: number;
}

/** Write a text whose middle is at the height `y`. */
export function textAt(surface: Surface, text: string, x: number, y: number, how: Placed): void {
  surface.fillStyle = how.colour;
  surface.textAlign = how.align ?? "left";
  surface.textBaseline = "middle";
  surface.fillText(shortened(surface, text, how.room ?? Infinity), x, y);
}

/** The text, cut where there is no room for all of it. */
export function shortened(surface: Surface, text: string, room: number): string {
  if (surface.measureText(text).width <= room) return text;
  let kept = text.length;
  while (kept > 1 && surface.measureText(`${text.slice(0, kept)}…`).width > room) kept--;
  return `${text.slice(0, kept)}…`;
}

/** The lines of a text that is longer than one; a word longer than a line is broken. */
export function wrapped(surface: Surface, text: string, room: number): string[] {
  const fits = (line: string): boolean => surface.measureText(line).width <= room;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (!fits(line)) {
      let kept = line.length - 1;
      while (kept > 1 && !fits(line.slice(0, kept))) kept--;
      lines.push(line.slice(0, kept));
      line = line.slice(kept);
    }
  }
  return line ? [...lines, line] : lines;
}
