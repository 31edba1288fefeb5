"""Pages of consultations."""

from directory.consultations.views import answering, asking, outlines, rules, threads
from directory.consultations.views.blueprint import blueprint

__all__ = ["answering", "asking", "blueprint", "outlines", "rules", "threads"]
