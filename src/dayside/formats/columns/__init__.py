"""From named columns of a table to series: times, vectors, errors, flags, fills."""
