"""Desks (focal points): the board of all desks, the page of one desk, and the rotas with the people on duty."""
