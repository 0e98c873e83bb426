/** Colour maps of spectrograms, as 256-entry tables. */

export const COLOUR_MAPS = ["viridis", "cividis", "inferno", "turbo"] as const;
export type ColourMap = (typeof COLOUR_MAPS)[number];

export const LUT_SIZE = 256;

/** 33 equidistant colours of each map (rrggbb); between them linear is exact to 5/255. */
const STOPS: Record<ColourMap, string> = {
  viridis:
    "440154470d6048186a482374472d7b4537814240863e49893b528b375b8d33638d2f6b8e2c728e297a8e" +
    "26828e23898e21918c1f988b1fa08822a78528ae8032b67a3fbc734ec36b5ec96270cf5784d44b98d83e" +
    "addc30c2df23d8e219ece51bfde725",
  cividis:
    "00224e00285b002e6a0533711a386f273e6e32436d3b496c434e6c4b546c535a6d5a5f6e61656f686a71" +
    "6f70737676767d7c788482798c8878938e789b9476a39a74aba072b4a76fbcae6cc4b468cdbb63d5c25e" +
    "dec958e7d150f0d846f9e03afee838",
  inferno:
    "0000040403120b0724150b37210c4a2f0a5b3d09654a0c6b57106e64156e71196e7d1e6d8a226a972766" +
    "a32c61b0315bbc3754c73e4cd24644db503be45a31eb6628f1731df68013f98e09fb9d07fcac11fbbc21" +
    "f9cb35f5db4cf2ea69f3f68afcffa4",
  turbo:
    "30123b392a734040a24456c7466be34680f64294ff37a8fa28bceb1ccdd818ddc21fe9af32f2984ef97d" +
    "6dfe628bff4ba4fc3cb9f635cdec34dfdf37eecf3af8be39fdac34fe962bfb7e21f46617eb500edf3f08" +
    "d02f05be2102a91601920b017a0403",
};

const tables = new Map<ColourMap, Uint8Array<ArrayBuffer>>();

/** The table of a map: RGBA bytes, lowest value first. */
export function lut(map: ColourMap): Uint8Array<ArrayBuffer> {
  const table = tables.get(map) ?? makeTable(map);
  tables.set(map, table);
  return table;
}

function makeTable(map: ColourMap): Uint8Array<ArrayBuffer> {
  const hex = STOPS[map];
  const last = hex.length / 6 - 1;
  const channel = (stop: number, c: number): number =>
    parseInt(hex.slice(stop * 6 + c * 2, stop * 6 + c * 2 + 2), 16);
  const table = new Uint8Array(LUT_SIZE * 4);
  for (let i = 0; i < LUT_SIZE; i++) {
    const at = (i / (LUT_SIZE - 1)) * last;
    const stop = Math.min(last - 1, Math.floor(at));
    for (let c = 0; c < 3; c++) {
      const low = channel(stop, c);
      table[i * 4 + c] = Math.round(low + (channel(stop + 1, c) - low) * (at - stop));
    }
    table[i * 4 + 3] = 255;
  }
  return table;
}
