"""Scrapy's settings: a polite crawler by default. Each can be changed with `-s NAME=VALUE` as usual."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

from pipelines.queue.lease import USUAL


def _version() -> str:
    try:
        return version("babelwire")
    except PackageNotFoundError:
        return "0"


BOT_NAME = "babelwire"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
# Every site of the catalogue has a spider of its name.
SPIDER_LOADER_CLASS = "spiders.loader.CatalogueSpiderLoader"

# Whoever runs a crawl says in BABELWIRE_CONTACT (a URL, or mailto:) where a site's owner can complain.
BABELWIRE_CONTACT = os.environ.get("BABELWIRE_CONTACT", "")
USER_AGENT = f"Babelwire/{_version()} ({f'+{BABELWIRE_CONTACT}' if BABELWIRE_CONTACT else 'news crawler'})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Babelwire"

# One request at a time to a domain, a second between them, slower where the site is slow.
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Scrapy starts so many tasks for each response; ours give one item. A hundred cost a fifth of the main process's time.
CONCURRENT_ITEMS = 4
DOWNLOAD_DELAY = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1
AUTOTHROTTLE_MAX_DELAY = 60

# What a site asks for is kept up to these limits, in seconds: the Crawl-delay of robots.txt, and the pause of a host
# after a 429 or 503: by Retry-After, else BABELWIRE_PAUSE and twice as long each time.
BABELWIRE_CRAWL_DELAY_MAX = 60
BABELWIRE_PAUSE_MAX = 300
BABELWIRE_PAUSE = 5
# A host that refuses so often in a row is given up for the run.
BABELWIRE_REFUSALS = 5

# Pages lead to the public network only: not to this machine, its neighbours or its cloud, not to files. Behind a proxy,
# which resolves names itself, only addresses in numbers are judged here.
BABELWIRE_ALLOW_PRIVATE = os.environ.get("BABELWIRE_ALLOW_PRIVATE") == "1"
TWISTED_DNS_RESOLVER = "spiders.addresses.PublicResolver"
# The program that fetches articles of sites that need a browser; else the one that Playwright has installed.
BABELWIRE_BROWSER = os.environ.get("BABELWIRE_BROWSER", "")
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}

DOWNLOADER_MIDDLEWARES = {
    # After decompression (590).
    "spiders.limits.ShortFiles": 570,
    # Before robots.txt (100) is asked for.
    "spiders.addresses.PublicNetworkOnly": 60,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.robots.RobotsTxt": 100,
    # After it: what is forbidden needs no more questions.
    "spiders.rights.TdmReservations": 110,
    # Between decompression (590) and RetryMiddleware (550), which would ask again without a pause.
    "spiders.politeness.Politeness": 560,
    # The last before the downloader: it keeps what came as it came.
    "spiders.raw_pages.RawPages": 950,
}

SPIDER_MIDDLEWARES = {"spiders.keeping.KeptOrEnded": 0}

DOWNLOAD_TIMEOUT = 60
# The limit of pipelines.decode: a larger body is no page.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 10
# Error pages are counted as such, so they have to reach the spider.
HTTPERROR_ALLOW_ALL = True
COOKIES_ENABLED = False
# Nobody but the operator's terminal steers a crawl.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}

# Whether pages that reserve text and data mining (TDMRep) are counted and left out; else they are counted and kept.
BABELWIRE_RESPECT_TDM = False

ITEM_PIPELINES = {
    "pipelines.items.ExtractionPipeline": 200,
    "pipelines.items.BoundsPipeline": 400,
    "spiders.exporters.RecordFiles": 800,
}
EXTENSIONS = {
    "pipelines.items.CrawlStore": 0,
    "spiders.ending.Ending": 500,
    "spiders.indexing.IndexAtClose": 600,
}
# The Redis of several crawl workers (redis://HOST:PORT/NUMBER): each request waits for its turn at the host, whoever
# asks. A job or a turn whose holder is not heard of for so many seconds is another's; the same for all of them.
BABELWIRE_QUEUE = os.environ.get("BABELWIRE_QUEUE", "")
BABELWIRE_LEASE = os.environ.get("BABELWIRE_LEASE", str(USUAL))
DOWNLOADER = "spiders.queue.downloader.TakingTurns"
# Articles wait in the ledger; only lists wait in memory.
SCHEDULER = "spiders.scheduler.LedgerScheduler"
LOG_FORMATTER = "spiders.log_format.ShortLogFormatter"
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"

# Where records go: output/<site>/<run>-<part>.jsonl, and what became of each run: output/runs/.
BABELWIRE_OUTPUT = os.environ.get("BABELWIRE_OUTPUT", "output")
# What is known and done: nothing is state.sqlite in that folder, for all who write there; `postgresql://…` a database
# for crawls on several machines, each with a folder of its own (docs/scheduling.md).
BABELWIRE_LEDGER = os.environ.get("BABELWIRE_LEDGER", "")
# A crawl of another folder of which nothing was heard for so many seconds is lost: others fetch what it was about to.
BABELWIRE_LOST_AFTER = 300
# A part file that has reached this size is closed, and the next begun.
BABELWIRE_PART_BYTES = 128 * 1024 * 1024
# True keeps the article pages as they came, in web archives beside the records; one that has this size is closed, and
# the next begun (1 GB is usual).
BABELWIRE_KEEP_RAW = False
BABELWIRE_RAW_BYTES = 1024 * 1024 * 1024
# Known articles are asked for again after so many hours, and no more once they have been known for so many days;
# where a list says that one has changed, at once. A page that has not changed costs an answer without a body.
BABELWIRE_RECHECK_HOURS = 6
BABELWIRE_RECHECK_DAYS = 7
# True asks for every known article that is listed.
BABELWIRE_REFRESH = False
BABELWIRE_SINCE = None
# Records with (nearly) the text of an earlier one, of any site, say so in `duplicate_of`; True leaves them out.
BABELWIRE_DROP_DUPLICATES = False
# Processes that parse pages; a crawl is bound by its politeness, so two are plenty.
BABELWIRE_WORKERS = 2
# How far a crawl without bounds of its own goes back: pages of each list, files of a sitemap index.
BABELWIRE_LIST_PAGES = 5
BABELWIRE_SITEMAP_FILES = 5
# A feed or sitemap whose newest entry is older is one that nobody keeps: other sources are looked for. Newsrooms
# publish daily, blogs of exchanges weekly.
BABELWIRE_STALE_DAYS = 30
# How much of one sitemap or feed, and of one list page, is followed: what is longer is a trap, or a mistake.
BABELWIRE_SITEMAP_ENTRIES = 50_000
BABELWIRE_LIST_LINKS = 2_000
# Where new records are searched for when a crawl has ended: nowhere, "sqlite" (search.sqlite beside the records), or a
# server as `babelwire index --to` takes it.
BABELWIRE_INDEX = os.environ.get("BABELWIRE_INDEX", "")
