"""Structured summaries of news articles with receipts."""

__version__ = "0.1.0"
