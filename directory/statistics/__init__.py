"""What the directory and its networks can say of their work in figures."""
