"""Score records against hand-labelled gold, compare runs, and say whether tonight is really worse."""
