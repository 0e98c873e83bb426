import { describe, expect, it } from "vitest";

import { exactTime, parseTime } from "../engine/time";
import { parseDuration, parseWhen, ROTATION } from "./when";

const at = (text: string): number => parseTime(text) ?? NaN;
const here = {
  range: { start: at("2016-09-01T06:00"), stop: at("2016-09-01T12:00") },
  extent: { start: at("2016-09-01"), stop: at("2016-09-11") },
};
const when = (text: string): string | null => {
  const found = parseWhen(text, here);
  return found && `${exactTime(found.start)}/${exactTime(found.stop)}`;
};

describe("a range as it is written", () => {
  it.each([
    ["2016-09-01", "2016-09-01T00:00:00Z/2016-09-02T00:00:00Z"],
    ["2016-09", "2016-09-01T00:00:00Z/2016-10-01T00:00:00Z"],
    ["2016", "2016-01-01T00:00:00Z/2017-01-01T00:00:00Z"],
    ["2016-245", "2016-09-01T00:00:00Z/2016-09-02T00:00:00Z"],
    ["2016-366", "2016-12-31T00:00:00Z/2017-01-01T00:00:00Z"],
    ["2016-245T06:00", "2016-09-01T03:00:00Z/2016-09-01T09:00:00Z"],
    ["2016-09-01 12:30", "2016-09-01T09:30:00Z/2016-09-01T15:30:00Z"],
    ["2016-09-01 + 3 h", "2016-09-01T00:00:00Z/2016-09-01T03:00:00Z"],
    ["2016-09-02 06:00 - 90 min", "2016-09-02T04:30:00Z/2016-09-02T06:00:00Z"],
    ["2016-09-02 06:00 − 90 min", "2016-09-02T04:30:00Z/2016-09-02T06:00:00Z"],
    ["2016-09-02T06:00 ± 10 min", "2016-09-02T05:50:00Z/2016-09-02T06:10:00Z"],
    ["start + 1 d 6 h", "2016-09-01T06:00:00Z/2016-09-02T12:00:00Z"],
    ["2016-09-01 06:00 to 12:30", "2016-09-01T06:00:00Z/2016-09-01T12:30:00Z"],
    ["2016-09-01/2016-09-03", "2016-09-01T00:00:00Z/2016-09-04T00:00:00Z"],
    ["2016-09-01T06:00:00.25Z/2016-09-03T00:00", "2016-09-01T06:00:00.25Z/2016-09-03T00:00:00Z"],
    ["last day", "2016-09-10T00:00:00Z/2016-09-11T00:00:00Z"],
    ["First 2.5 h", "2016-09-01T00:00:00Z/2016-09-01T02:30:00Z"],
    ["2 h", "2016-09-01T08:00:00Z/2016-09-01T10:00:00Z"],
    ["all", "2016-09-01T00:00:00Z/2016-09-11T00:00:00Z"],
  ])("%s", (text, expected) => {
    expect(when(text)).toBe(expected);
  });

  it.each(["", "now and then", "2016-13", "2016-02-30", "2015-366", "2016-000", "3 furlongs"])(
    "“%s” says none",
    (text) => {
      expect(when(text)).toBeNull();
    },
  );

  it("says none where it ends before it begins", () => {
    expect(when("2016-09-03 to 2016-09-01")).toBeNull();
  });
});

it("durations have many names", () => {
  expect(parseDuration("1.5 d")).toBe(129600);
  expect(parseDuration("1 rotation")).toBe(ROTATION);
  expect(parseDuration("250ms")).toBe(0.25);
  expect(parseDuration("hour")).toBe(3600);
  expect(parseDuration("0 s")).toBeNull();
  expect(parseDuration("3")).toBeNull();
});
