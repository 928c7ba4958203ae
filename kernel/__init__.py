"""Words every room shares: errors, calendar, truth, strict JSON. Standard library only."""
