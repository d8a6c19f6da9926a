"""Executes notebooks in kernels: as papermill does, at a fraction of its cost. Knows nothing of reports and archives."""
