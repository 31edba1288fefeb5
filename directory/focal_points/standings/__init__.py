"""The standing of desks: what each level takes, which desks have it until when, and vouches."""
