"""Bringing in what was logged elsewhere: a file becomes entries, looked at and confirmed first."""
