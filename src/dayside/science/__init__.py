"""Pure kernels on arrays: floats in, floats out, units in the names."""
