"""Keep records."""
