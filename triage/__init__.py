"""What might it be: danger signs judged by rules kept as data."""
