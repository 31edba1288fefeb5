"""Writes rotas, holidays and calendar links. Each decision of a person is recorded in the audit chain.

- `version` is the version of the rota, or of the State's confirmed holidays, that the person saw. If there is another
  version now, the function raises Conflict.
- If a decision changes who is on duty, the members whose duty changes get mail, except the person who decides.
"""
