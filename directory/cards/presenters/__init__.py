"""The content of cards in the reader's language, for their pages, PDF files and vCards."""
