"""Treaties: lists, one treaty with its statuses and rules, and what a State has done under which."""
