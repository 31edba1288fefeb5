"""Rotas in words for one reader, in the desk's time. If the reader's clock differs, the reader's time is added."""
