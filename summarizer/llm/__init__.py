"""Talk to a language model: requests, retries, cache, limits, ledger."""
