"""A rota in words, for one reader: in the desk's own time, and in the reader's where it differs."""
