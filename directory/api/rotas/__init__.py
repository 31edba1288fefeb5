"""Rotas over the API, each decision for the version that was read."""
