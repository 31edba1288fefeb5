"""Running the product: health."""
