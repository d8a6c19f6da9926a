"""The report as a whole: six results and the units' words become results.json and the official document.

It puts together what presentation says and nd30 writes; it computes no figure of its own.
"""
