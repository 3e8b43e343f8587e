"""What the templates of results say in words."""
