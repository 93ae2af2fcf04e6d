"""A page on this machine to search the embedded index and read what it finds."""
