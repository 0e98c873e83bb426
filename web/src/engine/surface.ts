/**
 * What the engine draws on: as much of a canvas as it uses.
 *
 * A canvas is one as it stands; `svg.ts` writes the same calls into a file.
 */

/** A figure to fill or to stroke: `Path2D` where a canvas is drawn on. */
export interface Path {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  closePath(): void;
}

type OfCanvas =
  | "fillStyle"
  | "strokeStyle"
  | "globalAlpha"
  | "lineWidth"
  | "lineJoin"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "imageSmoothingEnabled"
  | "save"
  | "restore"
  | "translate"
  | "rotate"
  | "clip"
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "rect"
  | "fillRect"
  | "fillText"
  | "setLineDash"
  | "createLinearGradient";

export interface Surface extends Pick<CanvasRenderingContext2D, OfCanvas> {
  /** `path`, or the one begun last. */
  fill(path?: Path): void;
  stroke(path?: Path): void;
  measureText(text: string): { width: number };
  drawImage(
    image: CanvasImageSource,
    fromX: number,
    fromY: number,
    fromWidth: number,
    fromHeight: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void;
  /** Paths of its own; a canvas takes `Path2D`. */
  newPath?(): Path;
}

export function newPath(surface: Surface): Path {
  return surface.newPath?.() ?? new Path2D();
}
