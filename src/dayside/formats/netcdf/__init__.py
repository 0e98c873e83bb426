"""NetCDF with CF metadata."""
