"""Pages of alarms, and the address at which the gateway for SMS passes on answers."""
