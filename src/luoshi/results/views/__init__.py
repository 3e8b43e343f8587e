"""Pages of results: the plan and the item with their standing, and the way of a report to what it shows."""
