"""The JSON API of `/api/v1`: one file a resource, over the same queries and readings as the pages."""
