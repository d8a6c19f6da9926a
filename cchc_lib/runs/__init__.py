"""A run: engine, archive, manifest, verify, diff, trace."""
