"""The embedded index: one SQLite file that needs no server."""
