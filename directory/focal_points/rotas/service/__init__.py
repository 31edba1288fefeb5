"""Writes rotas, holidays and calendar links. Each decision of a person is recorded in the audit chain.

A function that takes a `version` checks that it is still the version that the person saw, and raises Conflict if not. A
function that changes a rota generates the shifts of the desk again.
"""
