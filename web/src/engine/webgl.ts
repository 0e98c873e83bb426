/** The WebGL 2 program of the spectrograms and its textures. */

import type { Floats } from "../data/tile";
import type { Extent } from "./scale";

/** Textures are this wide; longer arrays go on in the next row (every card can do 2048). */
const TEXTURE_WIDTH = 2048;
/** NaN does not survive every driver; no measurement is as small as this. */
const NO_VALUE = -3.4e38;

const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0;
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D values;
uniform sampler2D columns;
uniform sampler2D which;
uniform sampler2D rows;
uniform sampler2D lut;
uniform int count;
uniform int offset;
uniform int height;
uniform vec2 range;
uniform bool logarithmic;
out vec4 colour;

float at(sampler2D table, int i) {
  return texelFetch(table, ivec2(i % ${TEXTURE_WIDTH}, i / ${TEXTURE_WIDTH}), 0).r;
}

void main() {
  int x = int(gl_FragCoord.x);
  int column = int(at(columns, x));
  int bins = int(at(which, x));
  if (column < 0 || bins < 0) discard;
  int row = int(at(rows, (bins + 1) * height - 1 - (int(gl_FragCoord.y) - offset)));
  if (row < 0) discard;
  float value = at(values, row * count + column);
  if (value < -3.3e38) discard;
  float t = logarithmic
    ? log(max(value, range.x) / range.x) / log(range.y / range.x)
    : (value - range.x) / (range.y - range.x);
  colour = texelFetch(lut, ivec2(int(clamp(t, 0.0, 1.0) * 255.0 + 0.5), 0), 0);
}`;

export interface Settings {
  colour: Extent;
  logarithmic: boolean;
  lut: WebGLTexture;
  /** Which table of bins stands at a column of pixels, and the tables. */
  tables: WebGLTexture[];
  offset: number;
  height: number;
}

export interface Program {
  use(settings: Settings): void;
  draw(values: WebGLTexture, count: number, columns: WebGLTexture): void;
}

function shader(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const made = gl.createShader(type);
  if (!made) throw new Error("The graphics context is lost.");
  gl.shaderSource(made, source);
  gl.compileShader(made);
  if (!gl.getShaderParameter(made, gl.COMPILE_STATUS) && !gl.isContextLost()) {
    throw new Error(gl.getShaderInfoLog(made) ?? "The shader does not compile.");
  }
  return made;
}

function newTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  // A unit of its own: filling a texture must not take the place of one in use.
  gl.activeTexture(gl.TEXTURE5);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
  }
  return texture;
}

/** `values` as a texture of single numbers, wrapped at TEXTURE_WIDTH. */
export function floatTexture(gl: WebGL2RenderingContext, values: Floats): WebGLTexture {
  const height = Math.max(1, Math.ceil(values.length / TEXTURE_WIDTH));
  const padded = new Float32Array(TEXTURE_WIDTH * height);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    padded[i] = Number.isNaN(value) ? NO_VALUE : value;
  }
  const texture = newTexture(gl);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, TEXTURE_WIDTH, height, 0, gl.RED, gl.FLOAT, padded);
  return texture;
}

export function lutTexture(gl: WebGL2RenderingContext, table: Uint8Array): WebGLTexture {
  const texture = newTexture(gl);
  gl.texImage2D(
    gl.TEXTURE_2D,
    0,
    gl.RGBA,
    table.length / 4,
    1,
    0,
    gl.RGBA,
    gl.UNSIGNED_BYTE,
    table,
  );
  return texture;
}

export function createProgram(gl: WebGL2RenderingContext): Program {
  const program = gl.createProgram();
  gl.attachShader(program, shader(gl, gl.VERTEX_SHADER, VERTEX));
  gl.attachShader(program, shader(gl, gl.FRAGMENT_SHADER, FRAGMENT));
  gl.linkProgram(program);
  const uniform = (name: string): WebGLUniformLocation | null =>
    gl.getUniformLocation(program, name);
  const names = ["values", "columns", "lut", "which", "rows"];
  const bind = (unit: number, texture: WebGLTexture): void => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
  };
  return {
    use(settings) {
      gl.useProgram(program);
      names.forEach((name, unit) => gl.uniform1i(uniform(name), unit));
      gl.uniform2f(uniform("range"), settings.colour.low, settings.colour.high);
      gl.uniform1i(uniform("logarithmic"), settings.logarithmic ? 1 : 0);
      gl.uniform1i(uniform("offset"), settings.offset);
      gl.uniform1i(uniform("height"), settings.height);
      [settings.lut, ...settings.tables].forEach((texture, i) => bind(2 + i, texture));
    },
    draw(values, count, columns) {
      gl.uniform1i(uniform("count"), count);
      bind(0, values);
      bind(1, columns);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
  };
}
