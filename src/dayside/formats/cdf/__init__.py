"""CDF with ISTP metadata."""
