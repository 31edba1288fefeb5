"""Access: the viewer, the policy (who may read what), and the gate through which all values leave."""
