"""Evaluation runs: made, scored again, compared with a baseline, judged, pinned."""
