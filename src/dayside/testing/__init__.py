"""Contract suites and stand-ins that others can reuse: formats, sources, protocols."""
