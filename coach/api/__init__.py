"""The board's door."""
