"""A page of hits by django-haystack, served by gunicorn for the comparison. HAYSTACK_FOLDER names its data folder."""

import os
from pathlib import Path

from benchmarks.engines.base import MOST_HITS
from benchmarks.engines.haystack_whoosh import configure

configure(
    Path(os.environ["HAYSTACK_FOLDER"]),
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402
from haystack.query import SearchQuerySet  # noqa: E402

PAGE = """<!doctype html><title>{{ text }}</title><p>{{ total }}</p>
<ul>{% for hit in hits %}<li><a href="/{{ hit.key }}">{{ hit.name }}</a>{% endfor %}</ul>
{% for field, values in facets.items %}<ul>{% for value, count in values %}<li>{{ value }} {{ count }}{% endfor %}</ul>
{% endfor %}"""


def show(request: HttpRequest) -> HttpResponse:
    """Return a page with the first hits and the counts of three facets."""
    text = request.GET.get("q", "")
    found = SearchQuerySet().auto_query(text).facet("kind").facet("jurisdiction").facet("function")
    facets = found.facet_counts().get("fields", {})
    values = {"text": text, "hits": found[:MOST_HITS], "total": found.count(), "facets": facets}
    return HttpResponse(engines["django"].from_string(PAGE).render(values))


urlpatterns = [path("", show)]
app = get_wsgi_application()
