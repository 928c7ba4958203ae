"""Tests, room by room: core (pure), knowledge, shell (API + database), phone, faults, repo."""
