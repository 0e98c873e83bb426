"""Products of NASA's and ESA's planetary archives: PDS3 and PDS4."""
