"""Committed runs to compare with, and what a user would write without sitrep."""
