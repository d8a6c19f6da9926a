"""Reading a Word file as Word itself would: package, effective formatting, numbering, shapes, paragraphs. Judges nothing."""
