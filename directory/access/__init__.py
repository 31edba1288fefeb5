"""Access: the viewer, the policy (who may read and do what), and the gate. Every value passes through the gate before
it is shown."""
