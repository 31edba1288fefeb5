"""Background work: the worker, its schedule, batches and child processes, and the leases that prevent two processes
from doing the same job."""
