"""Read an article once: parsed sentences, retrieval, and finders for people, places, figures, statements, events."""
