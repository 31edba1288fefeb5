"""Fetches the web pages on which facts rest again, and lists changes of these pages for coordinators. Also reads
official tables of treaties, and proposes the differences from the directory."""
