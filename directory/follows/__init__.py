"""Lets people follow States, authorities, treaties, networks and laws, and tells them news by letter, page and feed."""
