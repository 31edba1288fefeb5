"""The site can be installed on a phone: without that, an iPhone shows no notification of an alarm."""

from urllib.parse import urljoin

from flask.testing import FlaskClient


def test_the_manifest_names_the_site_and_icons_that_are_served(client: FlaskClient) -> None:
    page = client.get("/en/").text
    address = page.split('rel="manifest" href="')[1].split('"')[0]

    answer = client.get(address)

    assert answer.mimetype == "application/manifest+json"
    manifest = answer.get_json(force=True)
    assert (manifest["name"], manifest["display"], manifest["start_url"]) == ("Counterpart", "standalone", "/")
    icons = [client.get(urljoin(address, icon["src"])) for icon in manifest["icons"]]
    assert [(icon.status_code, icon.mimetype) for icon in icons] == [
        (200, "image/png"),
        (200, "image/png"),
        (200, "image/svg+xml"),
    ]


def test_browsers_may_read_the_manifest(client: FlaskClient) -> None:
    assert "manifest-src 'self'" in client.get("/en/").headers["Content-Security-Policy"]
