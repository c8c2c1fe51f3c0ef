"""A browser without a screen: it keeps cookies, follows redirects one by one, and submits forms as the page wrote
them. It runs no scripts."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

MOST_REDIRECTS = 20
PATIENCE_SECONDS = 10
ALICE = {"username": "alice", "password": "correct horse battery staple"}


class Browser:
    """A redirect to an address that starts with `stop_at` is returned and not followed."""

    def __init__(self, stop_at):
        self._stop_at = stop_at
        self._session = requests.Session()
        self._session.trust_env = False

    def sign_in_and_allow(self, url):
        """Opens an authorization request, signs alice in and allows the request. Returns the URL of the answer."""
        page = self._send("GET", url)
        page = self._submit(page, "sign-in-form", {**ALICE, "action": "sign-in"})
        return self._submit(page, "consent-form", {"action": "allow"})

    def _submit(self, page, form_id, fields):
        """Fills in a form. Its hidden fields keep their values."""
        form = _Forms.of(page).get(form_id)
        assert form is not None, f"no #{form_id} at {page.url} (status {page.status_code})"
        action, hidden = form
        url = urljoin(page.url, action)
        parts = urlsplit(page.url)
        origin = {"origin": f"{parts.scheme}://{parts.netloc}"}
        return self._send("POST", url, data={**hidden, **fields}, headers=origin)

    def _send(self, method, url, **rest):
        for _ in range(MOST_REDIRECTS):
            answer = self._session.request(method, url, allow_redirects=False, timeout=PATIENCE_SECONDS, **rest)
            location = answer.headers.get("location")
            if location is None:
                return answer
            url = urljoin(answer.url, location)
            if url.startswith(self._stop_at):
                return url
            # RFC 9110 §15.4: 307 and 308 repeat the request. After any other redirect, browsers send a GET.
            if answer.status_code not in (307, 308):
                method, rest = "GET", {}
        raise RuntimeError(f"more than {MOST_REDIRECTS} redirects")


class _Forms(HTMLParser):
    """The forms of a page by their `id`, each with its action and its hidden fields."""

    @classmethod
    def of(cls, page):
        parser = cls()
        parser.feed(page.text)
        return parser.forms

    def __init__(self):
        super().__init__()
        self.forms = {}
        self._hidden = {}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self._hidden = {}
            self.forms[attributes.get("id")] = attributes.get("action") or "", self._hidden
        elif tag == "input" and attributes.get("type") == "hidden":
            self._hidden[attributes.get("name")] = attributes.get("value") or ""
