"""Access: the viewer, the policy (who may read and do what), and the gate, which filters the details of entries."""
