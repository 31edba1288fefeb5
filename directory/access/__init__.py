"""Access: the viewer, the policy (who may read what), and the gate. Every value passes through the gate before it is
shown."""
