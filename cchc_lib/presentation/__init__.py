"""From values to sentences, tables and charts; one look for notebook, Word and HTML."""
