"""Mail: queued once, in the transaction of the event that it announces.

The worker then sends it, and retries if needed.
"""
