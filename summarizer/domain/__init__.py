"""The words everything else is written in: frozen types, no I/O, no clock."""
