"""Access: the viewer, the policy (who may read and do what), and the gate.

Every detail of an entry passes through the gate before it is shown. Recorded values of entries pass through
`history_gate`.
"""
