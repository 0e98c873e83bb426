/**
 * UTC seconds since 1970 (float64, POSIX count), their texts, and ticks on a time axis.
 *
 * No browser-local time anywhere: everything goes through `Date`'s UTC functions.
 */

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const YEAR = 365.25 * DAY;

export interface TimeTick {
  time: number;
  /** Short text under the tick, e.g. `06:00`. */
  label: string;
  /** What the label leaves out, e.g. `2016-09-01`; shown once. */
  context: string;
}

export interface TimeTicks {
  major: TimeTick[];
  minor: number[];
}

const pad = (value: number, length = 2): string => String(value).padStart(length, "0");

function year(date: Date): string {
  const value = date.getUTCFullYear();
  return value < 0 || value > 9999 ? String(value) : pad(value, 4);
}

/** Split into whole seconds and microseconds. */
function split(seconds: number): [Date, number] {
  let whole = Math.floor(seconds);
  let micros = Math.round((seconds - whole) * 1e6);
  if (micros >= 1e6) {
    whole += 1;
    micros -= 1e6;
  }
  return [new Date(whole * 1000), micros];
}

/** `2016-09-01T06:00:00Z`, with as many decimals (0 to 6) as `decimals`. */
export function isoTime(seconds: number, decimals = 0): string {
  const unit = 10 ** -decimals;
  const [date, micros] = split(decimals < 6 ? Math.round(seconds / unit) * unit : seconds);
  const day = `${year(date)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map((v) => pad(v));
  const fraction = decimals > 0 ? `.${pad(micros, 6).slice(0, decimals)}` : "";
  return `${day}T${clock.join(":")}${fraction}Z`;
}

/** The shortest exact text of a time given to the microsecond. */
export function exactTime(seconds: number): string {
  return isoTime(seconds, 6).replace(/\.?0+Z$/, "Z");
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?)?Z?$/;

/** UTC seconds of an ISO text, to the microsecond; null where it is none. */
export function parseTime(text: string): number | null {
  const match = ISO.exec(text.trim());
  if (!match) return null;
  const [y, mo, d, h, mi, s] = match.slice(1, 7).map((v) => Number(v ?? 0));
  const ms = Date.UTC(y ?? 0, (mo ?? 1) - 1, d, h, mi, s);
  const date = new Date(ms);
  // Date.UTC rolls 31 February over; a slip of the pen is better refused.
  if (Number.isNaN(ms) || date.getUTCDate() !== d || date.getUTCMonth() + 1 !== mo) return null;
  const micros = Math.round(Number(`0.${match[7] ?? "0"}`) * 1e6);
  return ((ms / 1000) * 1e6 + micros) / 1e6;
}

/** Round to the microsecond, the resolution of a view. */
export function toMicroseconds(seconds: number): number {
  // The whole seconds apart: their product with 1e6 is exact, that of a fraction is not.
  const whole = Math.floor(seconds);
  return (whole * 1e6 + Math.round((seconds - whole) * 1e6)) / 1e6;
}

/** A time with the digits a pixel of `secondsPerPixel` can tell. */
export function readableTime(seconds: number, secondsPerPixel: number): string {
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(secondsPerPixel))));
  const text = isoTime(seconds, secondsPerPixel < 1 ? decimals : 0)
    .replace("T", " ")
    .replace("Z", "");
  if (secondsPerPixel >= DAY / 4) return text.slice(0, 10);
  if (secondsPerPixel >= MINUTE) return text.slice(0, 16);
  return text;
}

/** `10 y`, `3 d 4 h`, `12 min`, `250 ms`: at most the two leading units. */
export function durationText(seconds: number): string {
  const units: [string, number][] = [
    ["d", DAY],
    ["h", HOUR],
    ["min", MINUTE],
  ];
  if (seconds >= YEAR) return `${Number((seconds / YEAR).toFixed(1))} y`;
  for (const [i, [name, size]] of units.entries()) {
    if (seconds < size) continue;
    const whole = Math.floor(seconds / size + 1e-9);
    const next = units[i + 1] ?? ["s", 1];
    const rest = Math.floor((seconds - whole * size) / next[1] + 1e-9);
    return rest > 0 ? `${whole} ${name} ${rest} ${next[0]}` : `${whole} ${name}`;
  }
  if (seconds >= 1) return `${Number(seconds.toPrecision(4))} s`;
  return `${Number((seconds * 1000).toPrecision(3))} ms`;
}

type Unit = "second" | "month" | "year";
/** [size of the step in its unit, unit, size of a minor step in the same unit] */
type Step = [number, Unit, number];

const STEPS: Step[] = [
  ...[1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].map((s): Step => [
    s,
    "second",
    s / (String(s).includes("2") ? 4 : 5),
  ]),
  ...(
    [
      [1, 0.2],
      [2, 0.5],
      [5, 1],
      [10, 2],
      [15, 5],
      [30, 5],
      [MINUTE, 10],
      [2 * MINUTE, 30],
      [5 * MINUTE, MINUTE],
      [10 * MINUTE, 2 * MINUTE],
      [15 * MINUTE, 5 * MINUTE],
      [30 * MINUTE, 5 * MINUTE],
      [HOUR, 10 * MINUTE],
      [2 * HOUR, 30 * MINUTE],
      [3 * HOUR, HOUR],
      [6 * HOUR, HOUR],
      [12 * HOUR, 3 * HOUR],
      [DAY, 6 * HOUR],
      [2 * DAY, 12 * HOUR],
      [5 * DAY, DAY],
      [10 * DAY, 2 * DAY],
    ] as const
  ).map(([s, minor]): Step => [s, "second", minor]),
  [1, "month", 1],
  [3, "month", 1],
  [6, "month", 1],
  ...(
    [
      [1, 0.25],
      [2, 1],
      [5, 1],
      [10, 2],
      [20, 5],
      [50, 10],
      [100, 20],
    ] as const
  ).map(([n, minor]): Step => [n, "year", minor]),
];

const UNIT_SECONDS = { second: 1, month: 30.44 * DAY, year: YEAR } as const;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function monthStart(months: number): number {
  return Date.UTC(1970, 0, 1) / 1000 + utcMonths(months);
}

function utcMonths(months: number): number {
  const date = new Date(0);
  date.setUTCFullYear(1970 + Math.floor(months / 12), ((months % 12) + 12) % 12, 1);
  return date.getTime() / 1000;
}

function monthsAt(seconds: number): number {
  const date = new Date(seconds * 1000);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** Multiples of `step` in [start, stop]. */
function multiples(start: number, stop: number, step: number): number[] {
  const first = Math.ceil(start / step - 1e-9);
  const last = Math.floor(stop / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** Days of the month 1, 1 + n, … and never a short step before the next month. */
function monthDays(start: number, stop: number, days: number): number[] {
  const out: number[] = [];
  for (let m = monthsAt(start); m <= monthsAt(stop); m++) {
    const first = monthStart(m);
    const next = monthStart(m + 1);
    for (let t = first; next - t > (days * DAY) / 2; t += days * DAY) out.push(t);
  }
  return out.filter((t) => t >= start && t <= stop);
}

function positions(start: number, stop: number, step: number, unit: Unit): number[] {
  if (unit === "second") {
    if (step > DAY) return monthDays(start, stop, step / DAY);
    return multiples(start, stop, step);
  }
  const months = unit === "year" ? step * 12 : step;
  // Calendar years count from 0, months since 1970 from there.
  const offset = 1970 * 12;
  return multiples(monthsAt(start) + offset, monthsAt(stop) + 1 + offset, months)
    .map((m) => monthStart(m - offset))
    .filter((t) => t >= start && t <= stop);
}

function label(time: number, step: number, unit: Unit): [string, string] {
  const iso = isoTime(time, 4);
  const date = new Date(Math.round(time * 1000));
  if (unit === "year") return [year(date), ""];
  if (unit === "month") return [MONTHS[date.getUTCMonth()] ?? "", year(date)];
  const day = iso.slice(0, 10);
  if (step >= DAY) {
    const month = MONTHS[date.getUTCMonth()] ?? "";
    return [`${month} ${date.getUTCDate()}`, year(date)];
  }
  if (step >= MINUTE) return [iso.slice(11, 16), day];
  if (step >= 1) return [iso.slice(11, 19), day];
  const decimals = Math.min(4, Math.ceil(-Math.log10(step) - 1e-9));
  return [iso.slice(17, 20 + decimals), `${day} ${iso.slice(11, 16)}`];
}

let last = { key: "", ticks: { major: [], minor: [] } as TimeTicks };

/** Ticks for [start, stop] drawn `pixels` wide, a label about every `spacing` pixels. */
export function timeTicks(start: number, stop: number, pixels: number, spacing = 96): TimeTicks {
  // All panels of a frame ask for the same.
  const key = `${start} ${stop} ${pixels} ${spacing}`;
  if (last.key !== key) last = { key, ticks: makeTicks(start, stop, pixels, spacing) };
  return last.ticks;
}

function makeTicks(start: number, stop: number, pixels: number, spacing: number): TimeTicks {
  const wanted = ((stop - start) / Math.max(1, pixels)) * spacing;
  const step =
    STEPS.find(([size, unit]) => size * UNIT_SECONDS[unit] >= wanted) ?? STEPS[STEPS.length - 1];
  if (!step || !(stop > start)) return { major: [], minor: [] };
  const [size, unit, minor] = step;
  const minorInMonths = unit === "year" && minor < 1;
  return {
    major: positions(start, stop, size, unit).map((time) => {
      const [text, context] = label(time, size, unit);
      return { time, label: text, context };
    }),
    minor: minorInMonths
      ? positions(start, stop, minor * 12, "month")
      : positions(start, stop, minor, unit),
  };
}
