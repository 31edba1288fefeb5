"""The atlas over the API: what a request rests on, whom it is addressed to, and what it must contain. One answer is for
a request between two States, another for a joint investigation of several States."""
