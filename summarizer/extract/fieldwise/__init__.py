"""Fill a schema field by field: find, ask, verify, or leave empty. For models too small for a whole schema."""
