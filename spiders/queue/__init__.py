"""Several crawl workers on one Redis: who crawls which site, and who may ask a host now."""
