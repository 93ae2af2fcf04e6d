"""The index that many search tests look into."""

from __future__ import annotations

import pytest

from tests.pipelines.search.small_index import Search, multilingual, searching


@pytest.fixture(scope="session")
def over_all(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """Return what searches the articles of the table."""
    return searching(tmp_path_factory.mktemp("search"), multilingual())
