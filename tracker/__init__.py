"""HOW IS IT GOING: entries (facts), days (folded), the rolling snapshot, trends."""
