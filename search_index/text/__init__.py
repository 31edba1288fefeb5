"""Text analysis: folded words, sounds, keyboard layouts, known phrases, and terms that match only as a whole."""
