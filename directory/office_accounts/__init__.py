"""Sign-in with the account that a person has at the office, by OpenID Connect. The invitation stays the way in, and
roles are given here alone."""
