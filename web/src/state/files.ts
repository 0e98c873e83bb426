/** Files of values: their formats, their addresses, and about how large they are. */

import { address, get } from "../data/http";
import type { Range } from "../data/types";
import { exactTime } from "../engine/time";

export interface FileFormat {
  name: string;
  title: string;
  /** Bytes of the file for each byte of numbers, as measured; for the estimate alone. */
  share: number;
}

/** Formats the server writes, the usual ones first. */
export const FORMATS: readonly FileFormat[] = [
  { name: "csv", title: "CSV", share: 2.5 },
  { name: "cdf", title: "CDF (ISTP)", share: 0.8 },
  { name: "netcdf", title: "NetCDF", share: 0.8 },
  { name: "parquet", title: "Parquet", share: 0.8 },
  { name: "votable", title: "VOTable", share: 1.4 },
  { name: "json", title: "JSON", share: 3 },
  { name: "arrow", title: "Arrow", share: 1 },
  { name: "hapi_csv", title: "HAPI, CSV", share: 2.5 },
  { name: "hapi_json", title: "HAPI, JSON", share: 3 },
  { name: "hapi_binary", title: "HAPI, binary", share: 1.5 },
];

/** What of a dataset is asked for. */
export interface FileRequest {
  dataset: string;
  parameters: string[];
  range: Range;
  /** Seconds of a bin whose mean and extremes stand for its samples; null: the samples. */
  step: number | null;
}

/** How much an answer would be. */
export interface Amount {
  rows: number;
  /** Of one row of numbers, its time included. */
  rowBytes: number;
}

const asked = ({ dataset, parameters, range }: FileRequest): Record<string, string> => ({
  dataset,
  parameters: parameters.join(","),
  start: exactTime(range.start),
  stop: exactTime(range.stop),
});

export function fileAddress(root: string, request: FileRequest, format: string): string {
  const step = request.step ?? undefined;
  return address(root, "/api/data", { ...asked(request), format, step });
}

/** Ask the server how much it would be; rows are 0 where it does not know. */
export async function amountOf(
  root: string,
  request: FileRequest,
  signal?: AbortSignal,
): Promise<Amount> {
  const step = request.step ?? undefined;
  const answer = await get(address(root, "/api/explain", { ...asked(request), step }), signal);
  const plan = (await answer.json()) as Record<string, unknown>;
  const number = (name: string): number => {
    const value = plan[name];
    return typeof value === "number" ? value : 0;
  };
  return { rows: number("expected_rows"), rowBytes: number("row_bytes") };
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** "about 3.2 MB"; of what is not known nothing. */
export function sizeText({ rows, rowBytes }: Amount, { share }: FileFormat): string {
  const bytes = rows * rowBytes * share;
  if (!(bytes > 0)) return "";
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  return `about ${Number((bytes / 1000 ** power).toPrecision(2))} ${UNITS[power]}`;
}
