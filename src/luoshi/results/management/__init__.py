"""Commands of the results."""
