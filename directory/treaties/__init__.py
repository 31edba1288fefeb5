"""Treaties: lists, the page of one treaty, and the acts of States under each treaty."""
