"""A card in words, from which its page, its PDF file and its vCard are made."""
