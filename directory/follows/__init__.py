"""Lets people follow States, authorities, treaties, networks and laws. News reaches them by letter, page and feed."""
