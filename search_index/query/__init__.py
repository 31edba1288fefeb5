"""A query answered from a snapshot: terms, matching, ranking, corrections."""
