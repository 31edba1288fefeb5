"""Background work: the worker, its schedule, and the leases that keep two processes from doing one job."""
