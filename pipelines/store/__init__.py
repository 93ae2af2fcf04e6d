"""What is kept of records between runs."""
