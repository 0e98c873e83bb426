/**
 * Times as people write them, as a range: “2016-09-01”, “2016-245”, “2016-09-01 + 3 h”,
 * “2016-09-01 06:00 to 12:30”, “last 3 d”, “6 h”. UTC, always.
 */

import type { Range } from "../data/types";
import { parseTime } from "../engine/time";

const HOUR = 3600;
const DAY = 86400;

/** The Sun's rotation as seen from Earth (Carrington): 27.2753 d. */
export const ROTATION = 27.2753 * DAY;

/** Seconds of each unit of a duration, by all its names. */
const UNITS: [names: RegExp, seconds: number][] = [
  [/^(ms|milliseconds?)$/, 1e-3],
  [/^(s|sec|seconds?)$/, 1],
  [/^(m|min|minutes?)$/, 60],
  [/^(h|hr|hours?)$/, HOUR],
  [/^(d|days?)$/, DAY],
  [/^(w|weeks?)$/, 7 * DAY],
  [/^(rot|rotations?)$/, ROTATION],
  [/^(y|yr|years?)$/, 365.25 * DAY],
];

/** What words without a date refer to. */
export interface Here {
  /** What is shown, and all there is. */
  range: Range | null;
  extent: Range | null;
}

/** `3 h`, `1.5 d`, `2 d 6 h`, `day`: seconds; null where it is no duration. */
export function parseDuration(text: string): number | null {
  const said = text.trim().toLowerCase();
  const parts = [...said.matchAll(/(\d+(?:\.\d+)?)?\s*([a-z]+)\s*/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join("") !== said) return null;
  let seconds = 0;
  for (const [, number, unit = ""] of parts) {
    const size = UNITS.find(([names]) => names.test(unit))?.[1];
    if (size === undefined || (number === undefined && parts.length > 1)) return null;
    seconds += Number(number ?? 1) * size;
  }
  return seconds > 0 ? seconds : null;
}

/** An instant, or the whole day, month or year that was named. */
interface Moment {
  start: number;
  /** Equal to `start` where a clock was read. */
  stop: number;
}

function parseMoment(text: string): Moment | null {
  const said = text.trim();
  const long = /^(\d{4})(?:-(\d{2}))?$/.exec(said);
  if (long) return calendar(Number(long[1]), long[2] === undefined ? null : Number(long[2]) - 1);
  const ordinal = /^(\d{4})-(\d{3})(?:$|[T ](.+)$)/.exec(said);
  const iso = ordinal ? ofYear(Number(ordinal[1]), Number(ordinal[2]), ordinal[3]) : said;
  const start = iso === null ? null : parseTime(iso);
  if (start === null || iso === null) return null;
  return { start, stop: iso.replace(/Z$/, "").length <= 10 ? start + DAY : start };
}

const utc = (year: number, month: number, day = 1): number => {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime() / 1000;
};

/** A month (0 to 11), or a year where it is null. */
function calendar(year: number, month: number | null): Moment | null {
  if (month === null) return { start: utc(year, 0), stop: utc(year + 1, 0) };
  if (month < 0 || month > 11) return null;
  return { start: utc(year, month), stop: utc(year, month + 1) };
}

/** Day of the year and clock as ISO text; null where the year has no such day. */
function ofYear(year: number, day: number, clock: string | undefined): string | null {
  const time = utc(year, 0, day);
  if (day < 1 || time >= utc(year + 1, 0)) return null;
  const date = new Date(time * 1000).toISOString().slice(0, 10);
  return clock ? `${date}T${clock}` : date;
}

/** What was written, as a range; null where it says none. */
export function parseWhen(text: string, here: Here): Range | null {
  const said = text.trim().replace(/−/g, "-").replace(/\s+/g, " ");
  const found =
    parseRelative(said, here) ??
    parseShifted(said, here) ??
    parsePair(said) ??
    parseOne(said, here);
  return found && found.stop > found.start ? found : null;
}

/** `A to B`, `A / B`, `A … B`; B may be a clock of the same day. */
function parsePair(said: string): Range | null {
  const [from, to, ...more] = said.split(/\s*(?:\/|…|–|\.\.+|\bto\b|\buntil\b)\s*/);
  if (from === undefined || to === undefined || more.length > 0) return null;
  const start = parseMoment(from);
  const stop = parseMoment(/^\d{2}:/.test(to) ? `${dayOf(from)} ${to}` : to);
  if (!start || !stop) return null;
  return { start: start.start, stop: stop.stop };
}

const dayOf = (text: string): string => text.split(/[T ]/)[0] ?? "";

/** `A + 3 h`, `A - 2 d`, `A ± 10 min`; A may be `start` or `stop` of what is shown. */
function parseShifted(said: string, { range }: Here): Range | null {
  const match = /^(.+?)\s*(\+-|\+\/-|±|\+| -)\s*([\d.]*\s*[a-z].*)$/i.exec(said);
  if (!match) return null;
  const [, from = "", sign = "", length = ""] = match;
  const seconds = parseDuration(length);
  const named = { start: range?.start, stop: range?.stop }[from.toLowerCase()];
  const at = named ?? parseMoment(from)?.start;
  if (seconds === null || at === undefined) return null;
  if (sign === "+") return { start: at, stop: at + seconds };
  if (sign === " -") return { start: at - seconds, stop: at };
  return { start: at - seconds, stop: at + seconds };
}

/** `last 3 h`, `first day` of all there is; `all`. */
function parseRelative(said: string, { extent }: Here): Range | null {
  if (!extent) return null;
  const low = said.toLowerCase();
  if (low === "all" || low === "everything") return extent;
  const match = /^(last|first) (.+)$/.exec(low);
  const seconds = match?.[2] === undefined ? null : parseDuration(match[2]);
  if (seconds === null) return null;
  const { start, stop } = extent;
  return match?.[1] === "last" ? { start: stop - seconds, stop } : { start, stop: start + seconds };
}

/** A day or more as a whole; an instant, or a length, about the middle of what is shown. */
function parseOne(said: string, { range }: Here): Range | null {
  const moment = parseMoment(said);
  if (moment && moment.stop > moment.start) return moment;
  if (moment) return around(moment.start, range ? range.stop - range.start : HOUR);
  const length = parseDuration(said);
  return length !== null && range ? around((range.start + range.stop) / 2, length) : null;
}

/** The range of `length` s about `middle`. */
export function around(middle: number, length: number): Range {
  return { start: middle - length / 2, stop: middle + length / 2 };
}
