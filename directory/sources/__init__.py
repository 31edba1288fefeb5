"""Fetches the source pages of facts again, and lists their changes for coordinators. Also reads official tables, and
proposes their differences from the directory."""
