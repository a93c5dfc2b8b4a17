"""The HTTP door: records and facts as JSON, articles in by POST, problems as RFC 9457 documents."""
