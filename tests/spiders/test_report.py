"""The command that tells how sites are doing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.reports.run import read_reports, write_report
from spiders.cli import app

GOOD = {"spider": "site", "scope": "news", "found": 3, "new": 3, "pages": 4, "records": 3, "rejected/no_prose": 1}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output folder with two runs of one site and one of another, and a file that is no report."""
    write_report(tmp_path, "20260601T080000Z-aaaaaa", GOOD)
    write_report(tmp_path, "20260602T080000Z-bbbbbb", {**GOOD, "new": 0, "found": 0, "known": 3, "records": 0})
    write_report(tmp_path, "20260602T090000Z-cccccc", {"spider": "site", "scope": "other/ja", "lists_failed": 1})
    (tmp_path / "runs" / "notes.json").write_text("[1, 2]")
    return tmp_path


def test_reports_are_read_back(output: Path) -> None:
    """Reports come oldest first, with their counts by group; other files are passed over."""
    reports = read_reports(output)
    assert [report.scope for report in reports] == ["news", "news", "other/ja"]
    assert reports[0].group("rejected") == {"no_prose": 1}
    assert [report.listed for report in reports] == [3, 3, 0]


def test_a_silent_site_has_its_exit_code(output: Path) -> None:
    """The table names every site, the problem has a line of its own, and schedulers see it by the exit code."""
    done = CliRunner().invoke(app, ["report", "-o", str(output)])
    assert done.exit_code == 3
    assert "other/ja: silent: no article was found" in done.stdout.splitlines()
    assert "news: rejected 1 (no_prose 1)" in done.stdout.splitlines()


def test_one_site_is_chosen(output: Path) -> None:
    """Only the sites asked for decide; the page holds them alone."""
    page = output / "report.html"
    done = CliRunner().invoke(app, ["report", "news", "-o", str(output), "--html", str(page), "--json"])
    assert done.exit_code == 0
    (site,) = json.loads(done.stdout)
    assert (site["site"], site["runs"], site["known"], site["problems"]) == ("news", 2, 3, [])
    assert "other/ja" not in page.read_text("utf-8")


@pytest.mark.parametrize("sites", [[], ["nobody"]])
def test_where_there_is_nothing_to_report(tmp_path: Path, sites: list[str]) -> None:
    """Without runs the command says so in one line."""
    done = CliRunner().invoke(app, ["report", *sites, "-o", str(tmp_path)])
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1


def test_dead_sites_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the known sites, `sites --dead` lists those whose last whole run found no article, new or known."""
    monkeypatch.setenv("BABELWIRE_OUTPUT", str(tmp_path))
    write_report(tmp_path, "20260601T080000Z-aaaaaa", {**GOOD, "scope": "decrypt"})
    assert CliRunner().invoke(app, ["sites", "--dead"]).stdout == ""
    write_report(tmp_path, "20260602T080000Z-bbbbbb", {"spider": "decrypt", "scope": "decrypt", "lists_failed": 2})
    write_report(tmp_path, "20260602T090000Z-cccccc", {"spider": "htx", "scope": "htx", "interrupted": True})
    listed = CliRunner().invoke(app, ["sites", "--dead"]).stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["decrypt"]
