"""Change the knowledge, or the code that reads it, in small ways; see whether tests notice."""
