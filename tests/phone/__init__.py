"""Tests: phone."""
