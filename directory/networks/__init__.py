"""Networks, to which practitioners and desks belong, and the member States of the networks."""
