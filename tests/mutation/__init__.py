"""Change the knowledge in small ways and see whether the tests notice."""
