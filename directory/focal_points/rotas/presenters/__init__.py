"""Rotas in words for one reader: in the desk's time, and in the reader's where it differs."""
