"""What happened to an entry, as sentences, and who was shown what not everyone may read."""
