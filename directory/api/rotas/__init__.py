"""Rotas over the API. A request that changes a rota must name the version of the rota that the caller has read."""
