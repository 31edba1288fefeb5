"""Fetches the web pages on which facts rest again, and reads official tables of treaties."""
