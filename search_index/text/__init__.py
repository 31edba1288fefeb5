"""Text analysis: normalizing texts, splitting texts into folded words, phonetic keys, edit distance, keyboard
layouts."""
