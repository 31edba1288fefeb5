"""The atlas over the API. One answer is for a request between two States, another for a joint investigation of several
States."""
