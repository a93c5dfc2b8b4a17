"""English word knowledge of the support gate: closed classes, meanings, names; data, no logic."""
