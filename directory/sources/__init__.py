"""Watches the web pages on which facts rest: asks for them again, and lists for coordinators what has changed."""
