"""How fast it is, each time beside a peer that does the same in the same run."""
