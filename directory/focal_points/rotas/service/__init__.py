"""Writes rotas, holidays and calendar links. Each decision of a person is recorded in the audit chain.

- `version` is the version that the person saw. If the rota has another version now, the function raises Conflict.
- If a decision changes who is on duty, the members whose duty changes get mail, except the person who decides.
"""
