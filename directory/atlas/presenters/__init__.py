"""What the atlas's pages show."""
