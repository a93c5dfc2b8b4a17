"""Scores as others have published them, one definition a file, held number for number to their authors' own."""
