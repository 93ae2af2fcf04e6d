"""`babelwire newsite`: a look at sites of the universe, and at saved pages."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from pipelines.catalogue import read_site
from spiders.cli import app
from spiders.links import is_article_url
from spiders.newsite.fixtures import DRAFT, WANTED
from tests.spiders.universe import command
from tests.spiders.universe.server import UniverseServer

ROOT = Path(__file__).parents[3]
SITES = Path("pipelines/catalogue/sites")
PROSE = "<p>거래소는 월요일에 여섯 시간 동안 멈췄던 출금을 모든 이용자에게 다시 열었다고 밝혔다.</p>"
PAGE = (
    "<html lang=ko><head><title>{title} | 코인일보</title><meta property='og:site_name' content='코인일보'>{head}"
    "</head><body><article><h1>{title}</h1>{prose}</article></body></html>"
)


class Looked(NamedTuple):
    """What the command printed of a site, and the folder that it wrote to."""

    home: str
    told: str
    folder: Path
    articles: set[str]


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Looked]:
    """Look at some sites of the universe, side by side."""
    server = UniverseServer()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    port = server.server_address[1]
    homes = {
        "wordpress": f"http://wordpress.example:{port}/",
        "hosts": f"http://hosts.example:{port}/",
        "data": f"http://data.example:{port}/",
    }
    folders = {name: tmp_path_factory.mktemp(name) for name in homes}
    running = {name: started(home, "-o", str(folders[name])) for name, home in homes.items()}
    told = {name: process.communicate(timeout=120) for name, process in running.items()}
    assert {name: process.returncode for name, process in running.items()} == dict.fromkeys(homes, 0), told
    server.shutdown()
    server.server_close()
    articles = server.universe.articles
    return {name: Looked(homes[name], told[name][0], folders[name], articles[homes[name]]) for name in homes}


def started(*arguments: str) -> subprocess.Popen[str]:
    """Start the command in the universe, in a process of its own."""
    run = [sys.executable, "-m", command.__name__, "newsite", "--allow-private", *arguments]
    return subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def saved(folder: Path, number: int, head: str = "") -> Path:
    """Save an article of a Korean paper."""
    url = f"https://coinilbo.example/news/{410000 + number}"
    told = f"<link rel=canonical href='{url}'>{head}"
    path = folder / f"{number}.html"
    prose = PROSE + "".join(f"<p>{number + part}번째 소식이다. 시장은 조용했다.</p>" for part in range(8))
    path.write_text(PAGE.format(title=f"거래소 {number}곳이 출금을 다시 열었다", head=told, prose=prose), "utf-8")
    return path


def test_a_site_is_described_by_its_home_page(looked: dict[str, Looked]) -> None:
    """The file that is written reads as a site whose shape has all articles and no list; a draft lies beside a page."""
    home, told, root, articles = looked["wordpress"]
    assert "feed" in told
    facts = tomllib.loads((root / SITES / "wordpress.toml").read_text("utf-8"))
    site = read_site("wordpress", facts)
    assert (site.home, site.languages, site.aliases, site.feeds) == (home, ("ko",), (), (f"{home}feed/",))
    assert all(is_article_url(url, site) for url in articles)
    assert not is_article_url(home, site)
    (folder,) = (root / "tests" / "sites" / "wordpress").iterdir()
    assert {path.name for path in folder.iterdir()} == {"page.html", "page.json", DRAFT}
    draft = json.loads((folder / DRAFT).read_text("utf-8"))
    assert set(draft) == set(WANTED)
    assert draft["language"] == "ko"
    assert json.loads((folder / "page.json").read_text("utf-8"))["url"] in articles
    # Nothing of the crawl is left.
    assert {path.name for path in root.iterdir()} == {"pipelines", "tests"}


def test_editions_are_found(looked: dict[str, Looked]) -> None:
    """Editions that the home page declares become list pages, and their languages the site's."""
    facts = tomllib.loads((looked["hosts"].folder / SITES / "hosts.toml").read_text("utf-8"))
    assert set(facts["locale_urls"]) == {"en", "vi", "th"}
    assert set(facts["languages"]) == {"en", "vi", "th"}


def test_a_list_of_posts_is_the_interface_of_shells(looked: dict[str, Looked]) -> None:
    """Where pages are shells, the list of posts that held their texts becomes the `api`, and is named as a doubt."""
    home, told, root, _ = looked["data"]
    assert "the page is a shell" in words_of(told)
    facts = tomllib.loads((root / SITES / "data.toml").read_text("utf-8"))
    assert facts["api"] == f"{home}wp-json/wp/v2/posts?per_page=100"


def words_of(table: str) -> str:
    """Return what a table says, without its lines."""
    return " ".join(table.replace("│", " ").split())


def test_a_host_that_refuses_is_told_in_one_line(tmp_path: Path) -> None:
    """Of a home page that nobody serves, one line says why, and nothing is written."""
    process = started("http://127.0.0.1:1/", "-o", str(tmp_path))
    _, complaint = process.communicate(timeout=120)
    assert (process.returncode, complaint) == (1, "babelwire: http://127.0.0.1:1/: the host refuses the connection\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (["https://www.htx.com/"], "https://www.htx.com/ is of a known site: pipelines/catalogue/sites/htx.toml"),
        (["https:///"], "give one address of the web, or saved pages"),
        (["https://one.example/", "https://two.example/"], "give one address of the web, or saved pages"),
        (["nowhere.html"], "nowhere.html: no such file or directory"),
        (["https://one.example/", "--key", "Ünix"], "--key Ünix is no key"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(places: list[str], told: str, tmp_path: Path) -> None:
    """A known site, what is no address, two addresses, a file that is not there, a bad key: a line, and no file."""
    done = CliRunner().invoke(app, ["newsite", *places, "-o", str(tmp_path)])
    assert done.exit_code > 0
    assert told in done.output
    assert "Traceback" not in done.output
    assert not list(tmp_path.iterdir())


def test_saved_pages_tell_as_much_as_they_can(tmp_path: Path) -> None:
    """Saved pages give name, language, zone, shape and doubts; the last say where they were met."""
    pages, root = tmp_path / "pages", tmp_path / "root"
    pages.mkdir()
    for number in range(3):
        saved(pages, number, "<meta property='article:published_time' content='2026-06-27T08:15:00+09:00'>")
    undated = saved(pages, 9, "<meta name=robots content=noindex>")
    lists = pages / "list.html"
    lists.write_text("<html><body><h1>뉴스</h1><div id='app'></div></body></html>", "utf-8")
    done = CliRunner().invoke(app, ["newsite", str(pages), "-o", str(root)], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    site = read_site("coinilbo", tomllib.loads((root / SITES / "coinilbo.toml").read_text("utf-8")))
    assert (site.name, site.languages, site.timezone) == ("코인일보", ("ko",), "Asia/Seoul")
    assert is_article_url("https://coinilbo.example/news/419999", site)
    assert not is_article_url("https://coinilbo.example/news/", site)
    told = words_of(done.output)
    assert "no date: 1, e.g. https://coinilbo.example/news/410009" in told or f"no date: 1, e.g. {undated}" in told
    assert "not to be indexed (robots meta): 1" in told
    assert (
        f"shells that a script has to fill (look for an `api`, or else set `browser = true`): 1, e.g. {pages}" in told
    )
    assert "a paragraph in many bodies: “거래소는 월요일에" in told


def test_saved_pages_of_another_site_are_told(tmp_path: Path) -> None:
    """A page of another host is named as a doubt, and its address is no part of the site's shape."""
    own = [str(saved(tmp_path, number)) for number in range(2)]
    other = tmp_path / "other.html"
    link = "<link rel=canonical href='https://elsewhere.example/2026/06/27/a-story-of-another-paper'>"
    other.write_text(PAGE.format(title="다른 신문의 기사 제목이다", head=link, prose=PROSE * 4), "utf-8")
    done = CliRunner().invoke(app, ["newsite", *own, str(other), "-o", str(tmp_path)], env={"COLUMNS": "200"})
    assert "pages of another site: 1, e.g. https://elsewhere.example/2026/06/27/" in words_of(done.output)
    facts = tomllib.loads((tmp_path / SITES / "coinilbo.toml").read_text("utf-8"))
    assert "elsewhere" not in facts["article_url"]


def test_files_that_are_there_are_kept(tmp_path: Path) -> None:
    """What a person may have corrected is not overwritten, and then nothing is; `--force` does."""
    page = str(saved(tmp_path, 1))
    assert CliRunner().invoke(app, ["newsite", page, "-o", str(tmp_path)]).exit_code == 0
    file = tmp_path / SITES / "coinilbo.toml"
    file.write_text("mine", "utf-8")
    again = CliRunner().invoke(app, ["newsite", page, "-o", str(tmp_path)])
    assert again.exit_code == 1
    assert "exists, nothing was written" in again.output
    assert file.read_text("utf-8") == "mine"
    assert CliRunner().invoke(app, ["newsite", page, "-o", str(tmp_path), "--force"]).exit_code == 0
    assert file.read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<html><body><h1>News</h1></body></html>", "no articles: 1 pages were none (no_prose)"),
        (PAGE.format(title="거래소가 출금을 다시 열었다", head="", prose=PROSE * 4), "no page says its address"),
    ],
)
def test_saved_pages_without_an_article_or_an_address(content: str, told: str, tmp_path: Path) -> None:
    """Pages that hold no article, or do not say where they are from, are refused in one line."""
    page = tmp_path / "page.html"
    page.write_text(content, "utf-8")
    done = CliRunner().invoke(app, ["newsite", str(page), "-o", str(tmp_path)])
    assert done.exit_code > 0
    assert told in done.output
