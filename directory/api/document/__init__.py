"""The documentation of the API: the OpenAPI document, made from the declarations of all resources, and the page that
explains the API to people."""
