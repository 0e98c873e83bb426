/** What the server says of its datasets, with every default filled in. */

export interface Bins {
  name: string;
  units: string | null;
  centers: number[] | null;
  ranges: [number, number][] | null;
  /** Parameter holding centres that move with time. */
  parameter: string | null;
  labels: string[] | null;
  scale: Scale;
}

export type Scale = "linear" | "log";
export type RawType = "float32" | "float64";
export type Display = "line" | "spectrogram" | "none";

export interface Parameter {
  name: string;
  /** null: the source gives none; "": dimensionless. */
  units: string | null;
  frame: string | null;
  label: string;
  description: string;
  shape: number[];
  labels: string[];
  role: string;
  display: Display;
  scale: Scale;
  numeric: boolean;
  /** Parameters holding its error bars: one, or (minus, plus); none. */
  uncertainty: string[];
  /** Parameter holding its quality flag. */
  quality: string | null;
}

export interface Dataset {
  id: string;
  title: string;
  target: string | null;
  mission: string | null;
  instrument: string | null;
  simulated: boolean;
  /** As the provider counts. */
  version: string | null;
  citation: string | null;
  doi: string | null;
  /** Seconds between samples; null where unknown. */
  cadence: number | null;
  parameters: Parameter[];
  /** Names of the files that are only looked at; null for what is kept. */
  files: string[] | null;
}

/** What was found in files that are only looked at. */
export interface Look {
  panels: { dataset: string; parameter: string }[];
  refused: { name: string; reason: string }[];
}

/** A number in `units` is the one in the units of the data, times `factor`. */
export interface Conversion {
  units: string;
  factor: number;
}

/** What a search found, and which servers did not answer. */
export interface Found {
  datasets: Dataset[];
  unreachable: { source: string; why: string }[];
}

/** A view worth opening first. Times are UTC texts. */
export interface Example {
  title: string;
  description: string;
  start: string;
  stop: string;
  panels: { dataset: string; parameter: string }[];
}

/** One level of the pyramid: `width` is the length of a bucket, UTC seconds. */
export interface Level {
  level: number;
  width: number;
}

export interface TiledParameter {
  name: string;
  columns: string[];
  display: Display;
  units: string | null;
  buckets: number;
  /** Seconds a tile of single samples covers. */
  rawWidth: number;
  /** What samples are told in: whichever of the two holds them exactly. */
  rawType: RawType;
  stats: string[];
  bins: Bins | null;
  /** Of a distribution of several dimensions, the one drawn upwards where none is chosen. */
  upwards: number;
  /** Of such a distribution; else none. */
  dimensions: Dimension[];
}

/** One dimension of a distribution, and how tiles are cut with it upwards. */
export interface Dimension {
  length: number;
  bins: Bins | null;
  buckets: number;
  rawWidth: number;
}

/** What becomes of a dimension that is not drawn: its mean, its sum, or one bin of it. */
export type Over = "mean" | "sum" | number;

/** What of a distribution is asked for; null and none: the usual dimension, the mean of the others. */
export interface Cut {
  upwards: number | null;
  over: Over[];
}

/** How a dataset is cut into tiles. Times are UTC seconds since 1970. */
export interface Levels {
  dataset: string;
  version: string;
  start: number;
  stop: number;
  /** What is shown first where all there is would come from afar; null: all there is. */
  opening: Range | null;
  /** Finest first. */
  levels: Level[];
  parameters: TiledParameter[];
}

/** A half-open interval of UTC seconds since 1970. */
export interface Range {
  start: number;
  stop: number;
}

/** The orbit a spacecraft was on. */
export interface Orbit {
  /** What tells it. */
  dataset: string;
  parameter: string;
  /** Seconds. */
  period: number;
  /** Where the dataset counts orbits. */
  number: number | null;
}
