"""Cards of States, authorities and desks: what is taken away on paper, as a file or in a phone, with its date on it."""
