"""Text analysis: texts are normalized and split into folded words. Also phonetic keys, edit distance, keyboard
layouts."""
