"""Protection against cross-site request forgery: only pages of this site may send forms."""

from flask import Flask, request
from flask_wtf.csrf import CSRFError, generate_csrf

from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.cache.personal_fragments import register_personal_fragment
from directory.errors import FormRefused
from directory.extensions import csrf


def configure_csrf(app: Flask) -> None:
    """Add `csrf_token` to templates, as a personal fragment."""
    csrf.init_app(app)
    # Flask-WTF's processor would put the token itself on a page, and the cache would send this page to other people.
    processors = app.template_context_processors[None]
    processors[:] = [one for one in processors if one.__module__ != "flask_wtf.csrf"]
    register_personal_fragment(app, "csrf_token", _form_token)


def refuse_foreign_forms() -> None:
    """Raise FormRefused if a form lacks this browser's token, or comes from a page of another site.

    Forms to an unknown address are not checked. The pipeline does not run this step for the API, which ignores cookies.
    """
    if request.routing_exception:
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise FormRefused
    try:
        csrf.protect()
    except CSRFError as refused:
        raise FormRefused from refused


def _form_token() -> str:
    narrow_cache_scope(CacheScope.PERSON)
    return str(generate_csrf())
