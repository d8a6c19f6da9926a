"""What builds parts of the repository and is not part of the product."""
