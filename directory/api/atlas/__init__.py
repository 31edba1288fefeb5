"""The atlas over the API: an answer for a request between two States, and one for a joint investigation of several."""
