"""What every request and answer passes, whichever feature they are of."""
