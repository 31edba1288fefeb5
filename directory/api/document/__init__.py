"""The documentation of the API: the OpenAPI document, and the page that explains the API to people."""
