"""The sample body of data: eight invented, coherent quarters (2023-Q1 … 2024-Q4), the same bytes from the same seed.

`python -m tools.sample_data` writes data/sample anew. The story of the quarters (what goes well, what is missed, who is late)
stands in story.py; every other module turns it into the rows of some forms. Nothing here is real but the names, codes and
time limits of the procedures in procedures.py.
"""
