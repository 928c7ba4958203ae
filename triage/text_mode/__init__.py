"""The interview in a terminal: one screen at a time in plain text, with no database."""
