"""People with an account: signing in, sessions, factors, limits. Who may do what stands in `access`."""
