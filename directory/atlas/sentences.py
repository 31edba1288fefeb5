"""Reasons, warnings and statements of the atlas as sentences. `titles` maps a treaty's key to its link."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext

from directory import i18n
from directory.atlas.advice import AnswerWarning
from directory.atlas.arrest import ArrestTerm, ArrestTerms
from directory.atlas.channels import ChannelVerdict
from directory.atlas.reasons import Reason
from directory.atlas.sheet_statements import SheetStatement
from directory.i18n import current_language, isolated_in_rtl, side_by_side
from directory.sentences import labelled, listed
from directory.treaties.citations import Titles, citation, with_article
from directory.treaties.statement_scope import scope_words
from directory.vocabulary import BASIS_REASONS, CONDITIONS, DEPOSITARY_STATEMENTS, RELEASE_TERMS, WARNINGS


def reason_sentence(reason: Reason, titles: Titles, language: str) -> str:
    """Return a reason as a sentence with its article. If no source supports the reason, "[unverified]" is added."""
    condition = CONDITIONS[reason.condition] if reason.condition else None
    words = str(BASIS_REASONS.label(reason.code)) % {
        "treaty": isolated_in_rtl(title(reason.treaty, titles)),
        "condition": condition.label if condition else "",
        "states": listed(i18n.territory_name(state, language) for state in reason.states),
        "year": reason.year,
    }
    articles = citation((condition.source if condition else "") or reason.article, titles)
    rests_on = with_article(title(reason.of, titles), articles) if reason.of and articles else articles
    return " ".join(
        filter(None, (words, f"({rests_on})" if rests_on else "", _doubt(is_supported=reason.is_supported)))
    )


def basis_sentences(reasons: Iterable[Reason], titles: Titles, language: str) -> str:
    """Return all reasons of a basis as one text, in their order."""
    return " ".join(reason_sentence(reason, titles, language) for reason in reasons)


def warning_sentence(warning: AnswerWarning, titles: Titles) -> str:
    """Return the sentence of a warning."""
    name = title(warning.treaty, titles)
    return str(WARNINGS.label(warning.code)) % {
        "treaty": isolated_in_rtl(name),
        "cited": with_article(name, citation(warning.articles, titles)),
    }


def channel_sentences(verdict: ChannelVerdict, titles: Titles) -> str:
    """Return the statements on a channel as one text, each with its basis. If there is no statement, return the
    sentence of `silence_sentence`."""
    if not verdict.reasons:
        return silence_sentence(verdict)
    urgent = gettext("For urgent cases alone.") if verdict.is_for_urgent else ""
    return " ".join(filter(None, (urgent, *(statement_sentence(one, titles) for one in verdict.reasons))))


def silence_sentence(verdict: ChannelVerdict) -> str:
    """Return a sentence for a channel without statements."""
    if verdict.lawful == "no":
        return str(gettext("Only a treaty opens this channel, and no treaty for this request is known to open it."))
    return str(gettext("No source says anything on this channel: ask."))


def arrest_sentences(terms: ArrestTerms, titles: Titles) -> Iterator[str]:
    """Yield one sentence with the days within which the request must arrive after provisional arrest. Then yield a
    sentence for each term that does not hold, with the reason."""
    if terms.first is None:
        yield str(gettext("No number of days is known: ask before the arrest."))
        return
    words = {"possible": _term(terms.possible), "due": _term(terms.due)}
    if terms.possible and terms.due:
        told = gettext(
            "The request must arrive within %(possible)s of the arrest; after %(due)s the person is released.", **words
        )
    elif terms.possible:
        told = gettext(
            "The request must arrive within %(possible)s of the arrest; then the person may be released.", **words
        )
    else:
        told = gettext("The request must arrive within %(due)s of the arrest; then the person is released.", **words)
    by = dict.fromkeys(_source_of(one, titles) for one in (terms.possible, terms.due) if one)
    yield f"{told} ({side_by_side(by)})"
    for other in terms.outdone:
        words = {"due": _cited(terms.due, titles), "other": _cited(other, titles)}
        if terms.due and bool(terms.due.said.state) != bool(other.said.state):
            yield str(
                gettext(
                    "%(due)s holds, not %(other)s: a State may release earlier than a treaty says, and not later.",
                    **words,
                )
            )
        else:
            yield str(gettext("Keep to the shorter of two terms: %(due)s, not %(other)s.", **words))


def _term(term: ArrestTerm | None) -> str:
    return str(RELEASE_TERMS.label(term.code)) if term else ""


def _cited(term: ArrestTerm | None, titles: Titles) -> str:
    if term is None:
        return ""
    made = str(DEPOSITARY_STATEMENTS.label(term.said.statement)) if term.said.statement else ""
    cited = _source_of(term, titles)
    return f"{_term(term)} ({labelled(made, cited) if made else cited})"


def _source_of(term: ArrestTerm, titles: Titles) -> str:
    # The title of a law is often in another language than the sentence.
    return str(gettext("law of the requested State")) if term.said.law else _basis_of(term.said, titles)


def _basis_of(said: SheetStatement, titles: Titles) -> str:
    treaty, articles = title(said.treaty, titles) if said.treaty else "", citation(said.article, titles)
    cited = with_article(treaty, articles) if treaty and articles else treaty or articles
    return listed(filter(None, (cited, said.law.text.text if said.law else "")))


def statement_sentence(said: SheetStatement, titles: Titles) -> str:
    """Return a statement in words, with its scope and the treaty or law on which it rests."""
    basis = _basis_of(said, titles)
    words = isolated_in_rtl(said.text.text) if said.text else said.label
    agreed = gettext("If both States agree:") if said.if_agreed else ""
    scope = side_by_side(scope_of(said, current_language()))
    return " ".join(
        filter(
            None,
            (
                agreed,
                labelled(scope, words) if scope else words,
                f"({basis})" if basis else "",
                _doubt(is_supported=said.is_supported),
            ),
        )
    )


def scope_of(said: SheetStatement, language: str) -> tuple[str, ...]:
    """Return the limits within which a statement is valid, each in words."""
    limits = scope_words(
        language,
        statement=said.statement,
        condition=said.condition,
        phase=said.phase,
        towards=said.towards,
        since=said.since,
        until=said.until,
    )
    return (str(gettext("Only if this treaty binds both States")), *limits) if said.if_bound else limits


def title(treaty: str, titles: Titles) -> str:
    """Return the short title of a treaty, or the treaty's key if no title is known."""
    return titles[treaty].text.text if treaty in titles else treaty


def _doubt(*, is_supported: bool) -> str:
    return "" if is_supported else gettext("[unverified]")
