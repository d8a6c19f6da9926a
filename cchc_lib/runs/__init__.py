"""A run: how a report is made, kept, rebuilt and explained."""
