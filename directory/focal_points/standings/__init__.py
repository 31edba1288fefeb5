"""The standing of desks: the rules of each level, the level of each desk with its period, and vouches."""
