"""Background work: the worker, its schedule, and the leases that prevent two processes from doing the same job."""
