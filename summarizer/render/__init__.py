"""Show records to a person."""
