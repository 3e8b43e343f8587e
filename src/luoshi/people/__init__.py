"""Who there is: organisations, units, members, and what each may do."""
