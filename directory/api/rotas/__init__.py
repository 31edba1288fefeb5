"""Rotas over the API. Each change names the version of the rota that the caller has read."""
