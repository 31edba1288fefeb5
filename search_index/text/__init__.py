"""Text to folded words, and which words are alike."""
