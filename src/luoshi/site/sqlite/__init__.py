"""SQLite with a queue: writers wait in line instead of asking again and again."""
