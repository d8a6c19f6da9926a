"""Mends what is mechanical in a checked document: formats, punctuation, page set-up; words are never touched."""
