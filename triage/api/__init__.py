"""The triage addresses."""
