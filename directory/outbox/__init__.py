"""Mail. Each mail is queued once, in the transaction of the event that it announces. The worker sends it later."""
