"""Where a figure comes from, what moved between two runs and why, and how it went over the periods."""
