"""Records, facts, evidence, runs and evaluations in SQLite or PostgreSQL."""
