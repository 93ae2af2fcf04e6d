"""Search over records: the embedded index in one SQLite file, and the servers that take the same documents."""
