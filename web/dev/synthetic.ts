/**
 * Synthetic datasets cut into tiles exactly as the server does, for tests and for
 * `npm run dev -- --mode mock`. Nothing in here was measured.
 */

export const DAY = 86400;
const START = Date.UTC(2026, 0, 1) / 1000;
const STOP = START + 60 * DAY;

export interface SyntheticParameter {
  name: string;
  cadence: number;
  columns: string[];
  stats: string[];
  buckets: number;
  value: (time: number, column: number) => number;
}

/** Gaps of an hour every second day. */
const inGap = (time: number): boolean => (time - START) % (2 * DAY) < 3600;

function field(time: number, column: number): number {
  const orbit = (time / (7.5 * 3600)) * 2 * Math.PI;
  const sheath = Math.sin(orbit) > 0.4 ? 4 : 1;
  const part = (c: number): number =>
    sheath * (2 * Math.sin(time / 900 + c) + Math.sin(time / 7 + 2 * c) + 3 * Math.cos(orbit + c));
  if (inGap(time)) return NaN;
  return column < 3 ? part(column) : Math.hypot(part(0), part(1), part(2));
}

export const ENERGIES = Array.from({ length: 32 }, (_, i) => 10 * 10 ** (i / 8));

function flux(time: number, row: number): number {
  if (inGap(time)) return NaN;
  const orbit = (time / (7.5 * 3600)) * 2 * Math.PI;
  const peak = Math.sin(orbit) > 0.4 ? 2.3 : 3;
  const width = Math.sin(orbit) > 0.4 ? 0.5 : 0.12;
  const energy = Math.log10(ENERGIES[row] ?? 1);
  return (
    1e7 * Math.exp(-(((energy - peak) / width) ** 2)) + 1e3 * (1.5 + Math.sin(time / 50 + row))
  );
}

export const PARAMETERS: Record<string, SyntheticParameter> = {
  B: {
    name: "B",
    cadence: 1,
    columns: ["x", "y", "z", "magnitude"],
    stats: ["min", "max", "mean"],
    buckets: 1024,
    value: field,
  },
  flux: {
    name: "flux",
    cadence: 12,
    columns: ENERGIES.map((e) => `${e.toFixed(0)} eV`),
    stats: ["mean"],
    buckets: 512,
    value: flux,
  },
};

const DATASETS = {
  mock_mag: {
    id: "mock_mag",
    title: "Mars orbiter, magnetic field",
    target: "Mars",
    mission: "Mock",
    simulated: true,
    cadence_ns: 1e9,
    parameters: [
      {
        name: "B",
        dtype: "float32",
        units: "nT",
        shape: [3],
        frame: "MSO",
        components: ["x", "y", "z"],
        label: "Magnetic field",
      },
    ],
  },
  mock_ions: {
    id: "mock_ions",
    title: "Mars orbiter, ion spectra",
    target: "Mars",
    mission: "Mock",
    simulated: true,
    cadence_ns: 12e9,
    parameters: [
      {
        name: "flux",
        dtype: "float32",
        units: "eV cm-2 s-1 sr-1 eV-1",
        shape: [32],
        label: "Ion energy flux",
        display: "spectrogram",
        scale: "log",
        bins: [{ name: "energy", units: "eV", centers: ENERGIES, scale: "log" }],
      },
    ],
  },
};

export function datasets(): unknown {
  return { datasets: Object.values(DATASETS), facets: {} };
}

export function dataset(id: string): unknown {
  return DATASETS[id as keyof typeof DATASETS];
}

const LEVELS = 8;
const rawWidth = (parameter: SyntheticParameter): number => 2048 * parameter.cadence;
const width = (parameter: SyntheticParameter, level: number): number =>
  16 * parameter.cadence * 4 ** level;

export function levels(id: string): unknown {
  const record = DATASETS[id as keyof typeof DATASETS];
  const parameter = PARAMETERS[record.parameters[0]?.name ?? ""];
  if (!parameter) return undefined;
  return {
    dataset: id,
    version: "1",
    start: START,
    stop: STOP,
    levels: Array.from({ length: LEVELS }, (_, level) => ({
      level,
      width: width(parameter, level),
    })),
    parameters: [
      {
        name: parameter.name,
        columns: parameter.columns,
        stats: parameter.stats,
        buckets: parameter.buckets,
        raw_width: rawWidth(parameter),
        units: record.parameters[0]?.units,
        display: parameter.columns.length > 4 ? "spectrogram" : "line",
        bins:
          parameter.columns.length > 4 ? { name: "energy", units: "eV", centers: ENERGIES } : null,
      },
    ],
  };
}

/** Up to this many samples stand for a bucket: enough to look at, quick to make. */
const SAMPLES = 16;

function bucketTile(parameter: SyntheticParameter, level: number, index: number): ArrayBuffer {
  const { buckets, columns, stats, value } = parameter;
  const w = width(parameter, level);
  const size = columns.length * buckets;
  const out = new Float32Array(stats.length * size + buckets).fill(NaN);
  for (let k = 0; k < buckets; k++) {
    const start = (index * buckets + k) * w;
    const inside = start >= START && start < STOP;
    out[stats.length * size + k] = inside ? 16 * 4 ** level : 0;
    for (let c = 0; inside && c < columns.length; c++) {
      const seen = Array.from({ length: SAMPLES }, (_, i) => value(start + (i * w) / SAMPLES, c));
      const good = seen.filter((v) => !Number.isNaN(v));
      const results: Record<string, number> = {
        min: Math.min(...good),
        max: Math.max(...good),
        mean: good.reduce((a, b) => a + b, 0) / good.length,
      };
      stats.forEach((name, s) => {
        out[s * size + c * buckets + k] = good.length > 0 ? (results[name] ?? NaN) : NaN;
      });
    }
  }
  return out.buffer;
}

function rawTile(parameter: SyntheticParameter, index: number): ArrayBuffer {
  const start = index * rawWidth(parameter);
  const offsets = Array.from({ length: 2048 }, (_, i) => i * parameter.cadence).filter(
    (offset) => start + offset >= START && start + offset < STOP && !inGap(start + offset),
  );
  const n = offsets.length;
  const columns = parameter.columns.length;
  const buffer = new ArrayBuffer(8 + 8 * n + 4 * n * columns);
  const view = new DataView(buffer);
  view.setUint32(0, n, true);
  view.setUint32(4, columns, true);
  offsets.forEach((offset, i) => {
    view.setFloat64(8 + 8 * i, offset, true);
    for (let c = 0; c < columns; c++) {
      const at = 8 + 8 * n + 4 * (c * n + i);
      view.setFloat32(at, parameter.value(start + offset, c), true);
    }
  });
  return buffer;
}

export function tile(parameter: SyntheticParameter, level: number, index: number): ArrayBuffer {
  return level < 0 ? rawTile(parameter, index) : bucketTile(parameter, level, index);
}
