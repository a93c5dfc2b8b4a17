"""Build the embedded model's adapter from data files: prepare, train, convert, measure, calibrate."""
