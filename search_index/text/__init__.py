"""Text analysis: folded words, transliteration, phonetic keys, edit distance, keyboard layouts, known phrases, and
terms that match only as a whole."""
