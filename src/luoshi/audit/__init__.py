"""审计链: every change of state leaves its row, each digested over the one before it."""
