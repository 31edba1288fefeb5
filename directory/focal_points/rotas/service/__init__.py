"""Writes rotas. Each act checks the version that was looked at, lays the shifts out anew and is audited."""
