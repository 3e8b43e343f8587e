"""办理: what units report, and each step of it."""
