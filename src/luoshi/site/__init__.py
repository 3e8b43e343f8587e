"""Puts the stages together, in order: settings, addresses, server."""
