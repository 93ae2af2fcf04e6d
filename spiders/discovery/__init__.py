"""Where a site tells of its articles, and which of its addresses are articles."""
