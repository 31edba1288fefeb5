"""Rotas in words for one reader: in the desk's time and, where the reader's time differs, also in the reader's."""
