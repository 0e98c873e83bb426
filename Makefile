# Each verb is one script of scripts/; CI runs exactly these.
.PHONY: help demo test check docs bench dev

help:
	@echo "make demo    look at a portal on localhost with a simulated archive"
	@echo "make test    check, then all tests"
	@echo "make check   style, types, layers, the workspace's own checks"
	@echo "make docs    the manual, in docs/_build/html"
	@echo "make bench   the benchmarks, each beside its peer"
	@echo "make dev     a server that reloads what changes, for working on Dayside"

demo test check docs bench dev:
	@scripts/$@
