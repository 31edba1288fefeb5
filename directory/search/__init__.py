"""Search over everything public: documents for the index, keeping it in step, and the search page."""
