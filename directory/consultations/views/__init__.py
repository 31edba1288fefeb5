"""Pages on which people ask desks, answer, read threads, comment on outlines and set a network's deadlines."""

from directory.consultations.views import answering, asking, outlines, rules, threads
from directory.consultations.views.blueprint import blueprint

__all__ = ["answering", "asking", "blueprint", "outlines", "rules", "threads"]
