import { describe, expect, it } from "vitest";

import {
  durationText,
  exactTime,
  parseTime,
  readableTime,
  timeTicks,
  toMicroseconds,
} from "./time";

const at = (text: string): number => parseTime(text) ?? NaN;

describe("texts of times", () => {
  it("round-trip to the microsecond over centuries", () => {
    for (let i = 0; i < 2000; i++) {
      const time = toMicroseconds(-8.4e9 + i * 8.47654321e6 + i / 7);
      expect(parseTime(exactTime(time))).toBe(time);
    }
  });

  it("refuse what is no time", () => {
    for (const text of ["", "soon", "2016-13-01", "2016-02-31", "2016-1-1", "2016-01-01T25:00"]) {
      expect(parseTime(text)).toBeNull();
    }
  });

  it("accept short forms", () => {
    expect(at("2016-09-01")).toBe(Date.UTC(2016, 8, 1) / 1000);
    expect(at("2016-09-01 06:00")).toBe(Date.UTC(2016, 8, 1, 6) / 1000);
    expect(at("2016-09-01T06:00:00.25Z")).toBe(Date.UTC(2016, 8, 1, 6) / 1000 + 0.25);
  });

  it("carry as many digits as a pixel can tell", () => {
    const time = at("2016-09-01T06:07:08.123456");
    expect(readableTime(time, 1e6)).toBe("2016-09-01");
    expect(readableTime(time, 100)).toBe("2016-09-01 06:07");
    expect(readableTime(time, 2)).toBe("2016-09-01 06:07:08");
    expect(readableTime(time, 0.002)).toBe("2016-09-01 06:07:08.123");
  });

  it("name lengths by their two leading units", () => {
    expect(durationText(3 * 86400 + 4 * 3600)).toBe("3 d 4 h");
    expect(durationText(600)).toBe("10 min");
    expect(durationText(0.25)).toBe("250 ms");
  });
});

describe("timeTicks", () => {
  it.each([
    ["decades", "1974-03-01", "2026-01-01", "1980", ""],
    ["years", "2010-05-01", "2019-01-01", "2011", ""],
    ["months", "2016-01-15", "2016-08-01", "Feb", "2016"],
    ["days", "2016-09-01", "2016-09-12", "Sep 1", "2016"],
    ["hours", "2016-09-01T03:10", "2016-09-02T03:10", "06:00", "2016-09-01"],
    ["minutes", "2016-09-01T03:10", "2016-09-01T03:30", "03:10", "2016-09-01"],
    ["seconds", "2016-09-01T03:10:01", "2016-09-01T03:10:59", "03:10:10", "2016-09-01"],
    ["milliseconds", "2016-09-01T03:10:01", "2016-09-01T03:10:01.05", "01.00", "2016-09-01 03:10"],
  ])("labels %s", (_, start, stop, label, context) => {
    const { major } = timeTicks(at(start), at(stop), 900);
    expect(major[0]).toMatchObject({ label, context });
    expect(major.length).toBeGreaterThanOrEqual(3);
    expect(major.length).toBeLessThanOrEqual(12);
  });

  it("puts every tick within the range, in order, at any zoom", () => {
    const stop = at("2026-11-22T12:34:56.789");
    for (let length = 1e-3; length < 4e9; length *= 1.7) {
      const { major, minor } = timeTicks(stop - length, stop, 900);
      expect(major.length).toBeGreaterThan(0);
      expect(major.length).toBeLessThan(25);
      for (const times of [major.map((t) => t.time), minor]) {
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const t of times) {
          expect(t).toBeGreaterThanOrEqual(stop - length - 1e-6);
          expect(t).toBeLessThanOrEqual(stop + 1e-6);
        }
      }
    }
  });
});
