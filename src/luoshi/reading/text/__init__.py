"""From source to sentences: spans, lines, tables, numbers and days, as they stand before any rule is asked."""
