"""Load prompt files and render them into messages."""
