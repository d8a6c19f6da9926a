"""Words to calls, results to words; no logic."""
