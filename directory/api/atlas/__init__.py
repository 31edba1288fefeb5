"""The atlas over the API: the legal basis, the addressee and the content of a request. There is one answer for a
request between two States, and another for a joint investigation of several States."""
