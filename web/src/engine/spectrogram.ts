/**
 * Spectrograms: tiles as textures, coloured on the graphics card.
 *
 * One WebGL context serves every panel (browsers allow few); a panel is painted into
 * it and copied to its own canvas. Values go up once a tile as R32F; pan, zoom, colour
 * range and map only change small tables, so nothing is fetched or uploaded again.
 */

import type { Piece } from "../data/store";
import type { Tile } from "../data/tile";
import type { Range } from "../data/types";
import type { Rows } from "./bins";
import { cellsOf, columnTable, NOTHING } from "./cells";
import { lut, LUT_SIZE, type ColourMap } from "./colours";
import { lookup } from "./lookup";
import type { Extent, ScaleKind } from "./scale";
import { createProgram, floatTexture, lutTexture, type Program } from "./webgl";

/** Everything that decides the colour of a pixel. */
export interface Picture {
  pieces: Piece[];
  range: Range;
  rows: Rows;
  cadence: number | null;
  colour: Extent;
  kind: ScaleKind;
  map: ColourMap;
}

/** Paints a picture of `width` × `height` device pixels and gives it to copy from. */
export interface Painter {
  paint(picture: Picture, width: number, height: number): CanvasImageSource;
}

/** A value's place in the colour map, 0 to 1; zero counts are the lowest colour, not a gap. */
export function colourPosition(value: number, colour: Extent, kind: ScaleKind): number {
  const at =
    kind === "log"
      ? Math.log(Math.max(value, colour.low) / colour.low) / Math.log(colour.high / colour.low)
      : (value - colour.low) / (colour.high - colour.low);
  return Math.min(1, Math.max(0, at));
}

/** Textures of tiles, dropped with the least recently painted ones. */
class TileTextures {
  readonly #gl: WebGL2RenderingContext;
  readonly #known = new Map<Tile, { texture: WebGLTexture; bytes: number }>();
  #bytes = 0;
  static readonly LIMIT = 128e6;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  get(tile: Tile): WebGLTexture {
    const found = this.#known.get(tile);
    if (found) {
      this.#known.delete(tile);
      this.#known.set(tile, found);
      return found.texture;
    }
    const { values } = cellsOf(tile);
    const texture = floatTexture(this.#gl, values);
    this.#known.set(tile, { texture, bytes: values.byteLength });
    this.#bytes += values.byteLength;
    for (const [oldest, { texture: old, bytes }] of this.#known) {
      if (this.#bytes <= TileTextures.LIMIT || oldest === tile) break;
      this.#gl.deleteTexture(old);
      this.#known.delete(oldest);
      this.#bytes -= bytes;
    }
    return texture;
  }
}

/** What lives on the graphics card, and is lost with it. */
class Card {
  readonly program: Program;
  readonly tiles: TileTextures;
  readonly #gl: WebGL2RenderingContext;
  readonly #luts = new Map<ColourMap, WebGLTexture>();

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.program = createProgram(gl);
    this.tiles = new TileTextures(gl);
  }

  lut(map: ColourMap): WebGLTexture {
    const known = this.#luts.get(map) ?? lutTexture(this.#gl, lut(map));
    this.#luts.set(map, known);
    return known;
  }
}

/** Paints on the graphics card; without one for as long as the browser takes it away. */
class WebGlPainter implements Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #plain = new PlainPainter();
  #card: Card | null = null;

  constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext) {
    this.#canvas = canvas;
    this.#gl = gl;
    // Only a loss that is caught is ever followed by a restoration.
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      this.#card = null;
    });
  }

  paint(picture: Picture, width: number, height: number): CanvasImageSource {
    const gl = this.#gl;
    if (gl.isContextLost()) return this.#plain.paint(picture, width, height);
    this.#card ??= new Card(gl);
    const { program, tiles } = this.#card;
    if (this.#canvas.width < width) this.#canvas.width = width;
    if (this.#canvas.height < height) this.#canvas.height = height;
    // The drawing sits at the top left, whatever larger panel came before.
    gl.viewport(0, this.#canvas.height - height, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const { which, rows } = lookup(picture.rows, picture.range, width, height);
    const tables = [which, rows].map((table) => floatTexture(gl, table));
    program.use({
      colour: picture.colour,
      logarithmic: picture.kind === "log",
      lut: this.#card.lut(picture.map),
      tables,
      offset: this.#canvas.height - height,
      height,
    });
    for (const piece of picture.pieces) {
      const columns = floatTexture(gl, columnTable(piece, picture.range, width, picture.cadence));
      program.draw(tiles.get(piece.tile), cellsOf(piece.tile).columns, columns);
      gl.deleteTexture(columns);
    }
    for (const table of tables) gl.deleteTexture(table);
    return this.#canvas;
  }
}

/** The same picture without a graphics card. */
export class PlainPainter implements Painter {
  readonly #canvas = document.createElement("canvas");

  paint(picture: Picture, width: number, height: number): CanvasImageSource {
    this.#canvas.width = width;
    this.#canvas.height = height;
    const ctx = this.#canvas.getContext("2d");
    const image = ctx?.createImageData(width, height);
    if (!ctx || !image) return this.#canvas;
    paintPixels(picture, width, height, image.data);
    ctx.putImageData(image, 0, 0);
    return this.#canvas;
  }
}

/** Fill RGBA `pixels` (transparent where there is nothing). */
export function paintPixels(
  picture: Picture,
  width: number,
  height: number,
  pixels: Uint8ClampedArray,
): void {
  const { which, rows } = lookup(picture.rows, picture.range, width, height);
  const table = lut(picture.map);
  for (const piece of picture.pieces) {
    const columns = columnTable(piece, picture.range, width, picture.cadence);
    const { values, columns: count } = cellsOf(piece.tile);
    for (let x = 0; x < width; x++) {
      const column = columns[x] ?? NOTHING;
      const bins = which[x] ?? NOTHING;
      for (let y = 0; column >= 0 && bins >= 0 && y < height; y++) {
        const row = rows[bins * height + y] ?? NOTHING;
        const value = row < 0 ? NaN : (values[row * count + column] ?? NaN);
        if (Number.isNaN(value)) continue;
        const entry = Math.round(
          colourPosition(value, picture.colour, picture.kind) * (LUT_SIZE - 1),
        );
        pixels.set(table.subarray(entry * 4, entry * 4 + 4), (y * width + x) * 4);
      }
    }
  }
}

/** WebGL 2 where there is any, plain pixels elsewhere. */
export function createPainter(): Painter {
  const canvas = document.createElement("canvas");
  const gl = canvas.getContext("webgl2", { antialias: false, preserveDrawingBuffer: true });
  return gl ? new WebGlPainter(canvas, gl) : new PlainPainter();
}
