"""The docket: requests that were really sent outside this site, in the list of each State, and how far they are. No
text, no person and no facts of a case stand in it."""
