"""What was acknowledged survives: kills of the server, cuts of the power, a storm of writers; and each check seen to fail."""
