"""Hand-labelled gold: files to values, checks, skeletons, and what two labellers say differently."""
