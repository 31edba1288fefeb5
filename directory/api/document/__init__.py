"""The documentation of the API: the OpenAPI document, made of what each resource declares, and the page that shows
it."""
