"""The doors of teams."""
