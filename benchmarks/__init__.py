"""Benchmarks that anyone can run: `python -m benchmarks.report` and so on; README.md holds the last table."""
