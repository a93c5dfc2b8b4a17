"""Compare one predicted value with gold, by its type: a similarity from 0 to 1 and one line on why."""
