"""What documents the API: its OpenAPI document, made of what each resource declares, and the page that shows it."""
