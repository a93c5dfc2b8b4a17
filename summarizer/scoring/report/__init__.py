"""A scored run for people and machines: one offline page, Markdown, JUnit XML and JSON."""
