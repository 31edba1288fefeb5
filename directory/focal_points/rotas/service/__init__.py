"""Writes rotas, holidays and calendar links. Each decision of a person is recorded in the audit chain.

The argument `version` of a function is the version that the person saw. If it is not the present version, the function
raises Conflict. A function that changes who is on duty generates the shifts of the desk again. It mails the members
whose duty changes, except the person who decides."""
