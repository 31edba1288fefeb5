"""Mail: queued once, in the transaction of the event that it announces; then sent by the worker, retried if need be."""
