"""Rotas over the API. A write must name the version of the rota that the caller has read."""
