"""Tie facts to sentences and judge by code whether the sentences bear them out."""
