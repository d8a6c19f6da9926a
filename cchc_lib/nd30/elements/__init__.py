"""Names the elements of an official document wherever its typist put them."""
