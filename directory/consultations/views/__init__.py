"""Pages of consultations: one blueprint, a file for each part."""

from directory.consultations.views import answering, asking, rules, threads
from directory.consultations.views.blueprint import blueprint

__all__ = ["answering", "asking", "blueprint", "rules", "threads"]
