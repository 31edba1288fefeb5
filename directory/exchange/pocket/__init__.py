"""The pocket edition of a network: its members' cards as one booklet to print, made by the worker."""
