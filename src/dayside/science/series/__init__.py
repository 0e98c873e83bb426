"""Kernels on time series: bins, envelopes."""
