"""Everything between the archive and its users; see docs/architecture.md."""
