/** Value scales, their ticks, and how numbers are written. */

export type ScaleKind = "linear" | "log";

export interface Extent {
  low: number;
  high: number;
}

/** The ends of an axis, in the units shown. */
export type Limits = [low: number, high: number];

/** What a person chose for an axis; null: as the data say. */
export interface AxisChoice {
  scale: ScaleKind | null;
  limits: Limits | null;
  units: string | null;
}

export interface Ticks {
  major: { value: number; label: string }[];
  minor: number[];
}

/** Position of `value` between the ends of `extent`: 0 at `low`, 1 at `high`. */
export function fraction(value: number, { low, high }: Extent, kind: ScaleKind): number {
  if (kind === "linear") return (value - low) / (high - low);
  return Math.log(value / low) / Math.log(high / low);
}

/** The value at a fraction of `extent`. */
export function valueAt(position: number, { low, high }: Extent, kind: ScaleKind): number {
  if (kind === "linear") return low + position * (high - low);
  return low * (high / low) ** position;
}

/** 1, 2 or 5 times a power of ten, not below `step`. */
export function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((f) => f * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Widen to multiples of a nice step, so that a small pan does not move the axis. */
export function niceExtent(extent: Extent, kind: ScaleKind): Extent {
  const { low, high } = extent;
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return kind === "log" ? { low: 1, high: 10 } : { low: 0, high: 1 };
  }
  return kind === "log" ? niceLog(low, high) : niceLinear(low, high);
}

/** What a person chose, where an axis of this kind can show it; else `found`, widened. */
export function chosenExtent(limits: Limits | null, found: Extent, kind: ScaleKind): Extent {
  const [low, high] = limits ?? [NaN, NaN];
  if (high > low && (kind === "linear" || low > 0)) return { low, high };
  return niceExtent(found, kind);
}

/** Share of an axis that stays free at its ends. */
const EDGE_SHARE = 0.02;

function niceLinear(low: number, high: number): Extent {
  if (high <= low) {
    const margin = Math.abs(low) * 0.1 || 1;
    return niceLinear(low - margin, low + margin);
  }
  const step = niceStep((high - low) / 8);
  // What touches the edge is hard to see there; zero is an edge that means something.
  const margin = (high - low) * EDGE_SHARE;
  const bottom = low >= 0 ? Math.max(0, low - margin) : low - margin;
  const top = high <= 0 ? Math.min(0, high + margin) : high + margin;
  return { low: Math.floor(bottom / step) * step, high: Math.ceil(top / step) * step };
}

function niceLog(low: number, high: number): Extent {
  const quarter = (v: number, round: (x: number) => number): number =>
    10 ** (round(Math.log10(v) * 4) / 4);
  const bottom = quarter(low, Math.floor);
  const top = quarter(high, Math.ceil);
  return top > bottom ? { low: bottom, high: top } : { low: bottom / 2, high: bottom * 2 };
}

const MINUS = "\u2212";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Digits raised, with a real minus sign. */
export function superscript(value: number): string {
  const digits = String(Math.abs(value)).replace(/\d/g, (d) => SUPERSCRIPTS[Number(d)] ?? "");
  return (value < 0 ? "⁻" : "") + digits;
}

/** A number for reading: `digits` significant digits, real minus, powers of ten raised. */
export function numberText(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "—";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa = "0", exponent = "0"] = size.toExponential(digits - 1).split("e");
    return `${value < 0 ? MINUS : ""}${mantissa}×10${superscript(Number(exponent))}`;
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return (value < 0 ? MINUS : "") + size.toFixed(decimals);
}

/** Numbers from here on are powers of ten, unless they are whole: those may be counts. */
const MOST_PLAIN = 1e7;
const MOST_WHOLE = 1e15;

/** A number with all of its digits: those HAPI tells, of a float32 too. */
export function exactText(value: number): string {
  if (!Number.isFinite(value)) return numberText(value);
  const size = Math.abs(value);
  const whole = Number.isInteger(size) && size < MOST_WHOLE;
  if (whole || (size >= 1e-4 && size < MOST_PLAIN)) return (value < 0 ? MINUS : "") + String(size);
  const [mantissa = "0"] = size.toExponential().split("e");
  return numberText(value, mantissa.replace(".", "").length);
}

function linearLabel(value: number, step: number): string {
  if (Math.abs(value) < step / 1e6) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size >= 1e5 || step < 1e-4) {
    const exponent = Math.floor(Math.log10(size) + 1e-9);
    const decimals = Math.max(0, exponent - Math.floor(Math.log10(step) + 1e-9));
    return `${sign}${(size / 10 ** exponent).toFixed(decimals)}×10${superscript(exponent)}`;
  }
  return sign + size.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

function linearTicks({ low, high }: Extent, count: number): Ticks {
  const step = niceStep((high - low) / Math.max(1, count));
  const values: number[] = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) {
    values.push(i * step);
  }
  const leading = Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9));
  const parts = leading === 2 ? 4 : 5;
  const minor: number[] = [];
  for (let i = Math.ceil((low / step) * parts - 1e-6); (i * step) / parts <= high; i++) {
    if (i % parts !== 0) minor.push((i * step) / parts);
  }
  return { major: values.map((value) => ({ value, label: linearLabel(value, step) })), minor };
}

function powerLabel(exponent: number): string {
  if (exponent >= 0 && exponent <= 3) return String(10 ** exponent);
  if (exponent < 0 && exponent >= -2) return String(10 ** exponent);
  return `10${superscript(exponent)}`;
}

/** Below this ratio of its ends a logarithmic axis is ticked like a linear one. */
const NARROW = 6;

function logTicks(extent: Extent, count: number): Ticks {
  const first = Math.ceil(Math.log10(extent.low) - 1e-9);
  const last = Math.floor(Math.log10(extent.high) + 1e-9);
  // Not two powers of ten in view: what stands between them is named, evenly.
  if (last <= first) return narrowTicks(extent, count);
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)));
  // Even steps from a multiple, but from the first where that would leave one label alone.
  const beyond = Math.ceil(first / every) * every;
  const from = beyond + every <= last ? beyond : first;
  const powers = Array.from({ length: last - first + 2 }, (_, i) => first - 1 + i);
  const isMajor = (e: number): boolean => e >= first && (e - from) % every === 0;
  const steps = powers.flatMap((e) => [2, 3, 4, 5, 6, 7, 8, 9].map((k) => k * 10 ** e));
  return {
    major: powers.filter(isMajor).map((e) => ({ value: 10 ** e, label: powerLabel(e) })),
    minor: [
      ...powers.filter((e) => e >= first && !isMajor(e)).map((e) => 10 ** e),
      ...(every > 1 ? [] : steps.filter((v) => v >= extent.low && v <= extent.high)),
    ],
  };
}

/** Ticks of a logarithmic axis over less than two powers of ten. */
function narrowTicks(extent: Extent, count: number): Ticks {
  const { low, high } = extent;
  if (high / low < NARROW) return linearTicks(extent, count + 1);
  const first = Math.floor(Math.log10(low));
  const steps = [first, first + 1, first + 2].flatMap((e) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => ({ k, value: k * 10 ** e })),
  );
  const inside = steps.filter(({ value }) => value >= low && value <= high);
  const named = inside.filter(({ k }) => k === 1 || k === 2 || k === 5);
  return {
    major: named.map(({ k, value }) => ({
      value,
      label: k === 1 ? powerLabel(Math.round(Math.log10(value))) : numberText(value, 1),
    })),
    minor: inside.filter((step) => !named.includes(step)).map(({ value }) => value),
  };
}

/** About `count` labelled ticks and the small ones between. */
export function ticks(extent: Extent, kind: ScaleKind, count: number): Ticks {
  return kind === "log" ? logTicks(extent, count) : linearTicks(extent, count);
}

const pretty = new Map<string, string>();

/** VOUnits as people write them: `cm-3` is cm⁻³, `keV.s-1` is keV s⁻¹. */
export function prettyUnits(units: string): string {
  const known = pretty.get(units) ?? written(units);
  pretty.set(units, known);
  return known;
}

function written(units: string): string {
  return units
    .replace(
      /(\p{L})(?:\*\*|\^)?\(?([+-]?\d+)\)?/gu,
      (_, unit: string, power: string) => unit + superscript(Number(power)),
    )
    .replace(/[.*]/g, " ")
    .replace(/\bdeg\b/g, "°")
    .replace(/\bum\b/g, "µm");
}
