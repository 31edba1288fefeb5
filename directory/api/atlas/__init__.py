"""The atlas over the API: an answer for two States, and one for a joint investigation of several."""
