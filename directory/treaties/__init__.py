"""Treaties, the acts of States on them (such as ratification), and how each State stands under a treaty."""
