"""The parts of the web layer that all features share: the request pipeline and its steps, error handlers, and
blueprints."""
