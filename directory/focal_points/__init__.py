"""Desks (focal points): the board of all desks, the page of one, and the rotas that say who is on duty."""
