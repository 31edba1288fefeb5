"""The atlas over the API, for a request between two States and for a joint investigation of several."""
