"""Writes rotas. Each act checks the version that its person saw, generates the shifts again and is audited."""
