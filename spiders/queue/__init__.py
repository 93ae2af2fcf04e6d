"""Several crawl workers on one queue. (Scrapy imports all modules here, so that none may need Redis's driver.)"""
