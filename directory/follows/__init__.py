"""Lets people follow States, authorities, treaties, networks and laws; their news by letter, on a page, in a feed."""
