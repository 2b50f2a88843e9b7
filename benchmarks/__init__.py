"""Benchmarks: how right, how sure, how fast and how large. Each module is one command; see README.md."""
