"""Text analysis: normalizing and tokenizing to folded words, phonetic keys, edit distance, keyboard layouts."""
