"""The same work through a provider's Batch API."""
