"""Background work: the worker, its schedule, batches, child processes, and leases."""
