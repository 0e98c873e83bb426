/** Paths as SVG tells them. */

import type { Path } from "./surface";

/** Hundredths of a pixel are finer than any printer. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const point = (x: number, y: number): string => `${number(x)} ${number(y)}`;

export class SvgPath implements Path {
  /** What stands in the attribute `d`. */
  readonly steps: string[] = [];

  moveTo(x: number, y: number): void {
    this.steps.push(`M${point(x, y)}`);
  }

  lineTo(x: number, y: number): void {
    // The first point of a canvas path is where it begins, whatever leads there.
    this.steps.push(`${this.steps.length === 0 ? "M" : "L"}${point(x, y)}`);
  }

  /** Whole circles only: nothing else is drawn. */
  arc(x: number, y: number, radius: number): void {
    const half = `A${number(radius)} ${number(radius)} 0 1 1 `;
    this.steps.push(
      `M${point(x + radius, y)}${half}${point(x - radius, y)}${half}${point(x + radius, y)}Z`,
    );
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.steps.push(`M${point(x, y)}h${number(width)}v${number(height)}h${number(-width)}Z`);
  }

  closePath(): void {
    this.steps.push("Z");
  }

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  toString(): string {
    return this.steps.join("");
  }
}
