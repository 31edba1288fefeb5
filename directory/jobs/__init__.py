"""Work that no request waits for: the worker, its schedule, and the leases that keep two processes from one job."""
