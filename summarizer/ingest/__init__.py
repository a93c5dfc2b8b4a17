"""Read sources and turn them into documents."""
