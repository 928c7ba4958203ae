"""The doors of alerts and push."""
