"""Treaties, the acts of States under them, and how each State stands under a treaty."""
