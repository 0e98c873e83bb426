/** PNG files: how large they are meant to be printed. */

/** After the signature and the header, which are of one length in every file. */
const PLACE = 33;
const METRE_INCHES = 1 / 0.0254;

function crc(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** The file with `dpi` dots an inch written in it. */
export function withResolution(file: ArrayBuffer, dpi: number): Blob {
  const chunk = new DataView(new ArrayBuffer(21));
  const dots = Math.round(dpi * METRE_INCHES);
  chunk.setUint32(0, 9);
  [..."pHYs"].forEach((letter, i) => chunk.setUint8(4 + i, letter.charCodeAt(0)));
  chunk.setUint32(8, dots);
  chunk.setUint32(12, dots);
  chunk.setUint8(16, 1); // the unit is the metre
  chunk.setUint32(17, crc(new Uint8Array(chunk.buffer, 4, 13)));
  return new Blob([file.slice(0, PLACE), chunk.buffer, file.slice(PLACE)], { type: "image/png" });
}
