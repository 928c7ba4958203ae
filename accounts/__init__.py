"""WHO: people, their profile, their tokens, who looked at what, export and erasure."""
