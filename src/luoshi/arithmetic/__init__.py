"""算法: what follows from facts. Pure functions on numbers, days and moments; no Django, no database, no clock."""
