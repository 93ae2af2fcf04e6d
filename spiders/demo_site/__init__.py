"""An embedded news site, made of facts, for trying out the crawler without a network."""

from spiders.demo_site.edition import site
from spiders.demo_site.server import DemoSite

__all__ = ["DemoSite", "site"]
