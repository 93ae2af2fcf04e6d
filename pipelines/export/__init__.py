"""Records become datasets: chosen, cut into parts, described, and added to."""
