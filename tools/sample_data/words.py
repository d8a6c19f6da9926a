def remarks(unit, quarter): return []
