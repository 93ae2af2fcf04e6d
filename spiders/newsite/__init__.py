"""A site that nobody has described yet: what a look at its pages tells, and the files that are made of it."""
