/** Units that numbers are told in, other than those of the data. */

import type { Conversion } from "../data/types";

/** What is shown is the data times `factor`, in `units`. */
export interface Shown {
  units: string | null;
  factor: number;
}

/** What a person chose, where the data can be told in it; else as the data are. */
export function shownIn(
  chosen: string | null,
  own: string | null,
  conversions: Conversion[],
): Shown {
  const found = conversions.find((c) => c.units === chosen);
  return found ?? { units: own, factor: 1 };
}
