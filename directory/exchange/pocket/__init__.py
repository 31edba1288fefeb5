"""The pocket edition of a network: the cards of its member States as one printable booklet."""
