"""The doors of the tracker: reads only; what is written comes through sync."""
