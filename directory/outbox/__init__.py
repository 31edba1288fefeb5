"""Mail: queued in the transaction of the event that it announces, sent by the worker, retried, never sent twice."""
