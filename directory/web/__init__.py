"""The request pipeline and its steps, error handlers and blueprints: all that is the same for every feature."""
