"""The site and what everybody is answered there: made once for all tests of this folder."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import copy_of
from tests.matrix.crawl import Crawl, crawl, logged
from tests.matrix.site import Browsers, Site, build


@dataclass
class Crawled:
    """The crawls of a site by person, each made when it is first asked for; `log` is what was logged meanwhile."""

    site: Site
    browsers: Browsers
    language: str = "en"
    log: io.StringIO = field(default_factory=io.StringIO)
    crawls: dict[str, Crawl] = field(default_factory=dict)

    def of(self, person: str) -> Crawl:
        if person not in self.crawls:
            with logged(self.log):
                self.crawls[person] = crawl(self.site, self.browsers, person, self.language)
        return self.crawls[person]


@pytest.fixture(scope="session")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build(copy_of(few_states, tmp_path_factory.mktemp("matrix") / "data"))


@pytest.fixture(scope="session")
def crawled(site: Site) -> Crawled:
    return Crawled(site, site.browsers())
