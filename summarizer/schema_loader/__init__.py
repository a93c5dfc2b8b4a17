"""Load a schema file and derive from it what the other parts need."""
