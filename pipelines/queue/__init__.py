"""What several crawl workers share in Redis: who crawls which site, and whose turn it is at a host."""
