"""Fetches again the web pages on which facts rest, and reads official tables of treaties."""
