"""Reads the articles of a draft's treaties on which assurances rest."""

from collections.abc import Iterable, Iterator

from directory.drafts.content import DraftContent
from directory.drafts.queries.findings import Findings
from directory.requirements.floor import FloorRule
from directory.treaties.citations import PARTS, Titles, citation, joined_article, with_article
from directory.vocabulary import ASSURANCES, covers
from directory.vocabulary.drafts import Assurance


def offered(content: DraftContent) -> dict[str, Assurance]:
    """Return the assurances that fit the measures of a draft, and the assurances that the draft already contains, keyed
    by code."""
    return {
        code: one
        for code, one in ASSURANCES.items()
        if code in content.assurances
        or not (one.measures and content.measures)
        or any(covers(one.measures, measure) for measure in content.measures)
    }


def articles_of(found: Findings, content: DraftContent, titles: Titles) -> dict[str, str]:
    """Return citations of the articles on which assurances rest, keyed by the assurance's code. Only treaties of the
    draft that govern the request are cited."""
    floor = [rule for rule in found.floor if rule.treaty.key in content.treaties]
    cited = {code: " · ".join(_cited(one, floor, titles)) for code, one in ASSURANCES.items()}
    return {code: articles for code, articles in cited.items() if articles}


def _cited(assurance: Assurance, floor: Iterable[FloorRule], titles: Titles) -> Iterator[str]:
    by_treaty: dict[str, list[str]] = {}
    for rule in floor:
        article = joined_article(rule.article, rule.paragraph)
        if (rule.treaty.key, article) in assurance.articles:
            by_treaty.setdefault(rule.treaty.text.text, []).append(article)
    for title, articles in by_treaty.items():
        yield with_article(title, citation(PARTS.join(dict.fromkeys(articles)), titles))
