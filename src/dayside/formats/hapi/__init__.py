"""The three encodings of HAPI, as streams and as files."""
