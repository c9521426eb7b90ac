"""Signing in through the organisation's provider: tried with a small provider on this machine."""

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.cache import cache
from django.urls import reverse

from canbo.base.accounts.actions import link_provider
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry

pytestmark = pytest.mark.django_db

PASSWORD = "mot-mat-khau-rat-dai"
NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


class Provider(BaseHTTPRequestHandler):
    """Says who somebody is: always "cq-17". A code that is not "good" is worth nothing."""

    def do_GET(self):
        at = f"http://127.0.0.1:{self.server.server_port}"
        told = {"sub": "cq-17", "preferred_username": "quantri"}
        if "well-known" in self.path:
            told = {
                "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/userinfo", "jwks_uri": f"{at}/jwks",
            }  # fmt: skip
        self._tell(told)

    def do_POST(self):
        at = f"http://127.0.0.1:{self.server.server_port}"
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if sent["code"] != ["good"]:
            self._tell({"error": "invalid_grant"}, 400)
            return
        claims = {"iss": at, "aud": "canbo", "sub": "cq-17", "exp": 4102444800, "iat": 1}
        token = jwt.encode(claims, "k" * 32, algorithm="HS256")
        self._tell({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _tell(self, told, status=200):
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing."""


@pytest.fixture
def provider(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    app = {"provider_id": "organisation", "name": "Cổng Sở", "client_id": "canbo", "secret": "x"}
    app["settings"] = {"server_url": address}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield address
    server.shutdown()
    server.server_close()


def through(client, code="good", **sent):
    left = client.post(reverse("openid_connect_login", args=["organisation"]), sent)
    asked = parse_qs(urlsplit(left.url).query)
    assert "code_challenge" in asked
    back = reverse("openid_connect_callback", args=["organisation"])
    return client.get(back, {"code": code, "state": asked["state"][0]})


def test_nobody_gets_an_account_by_coming_from_the_provider(provider, client):
    an_account("quantri")  # the provider's name for somebody is not ours
    answered = through(client)
    assert (answered.status_code, "chưa được nối" in answered.content.decode()) == (403, True)
    assert "_auth_user_id" not in client.session
    assert Account.objects.count() == 1


def test_a_linked_account_comes_in_and_still_gives_its_second_factor(provider, client):
    link_provider(provider="organisation", uid="cq-17", by=an_account("lan"), at=NOW)
    assert through(client).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_a_linked_account_that_decides_nothing_comes_straight_in(provider, client):
    account = an_account("lan", second_factor=False)
    link_provider(provider="organisation", uid="cq-17", by=account, at=NOW)
    assert through(client).url == reverse("home")
    assert client.session["_auth_user_id"] == str(account.pk)


def test_the_owner_links_after_giving_the_password_and_can_undo_it(provider, client):
    account = an_account("lan", password=PASSWORD, second_factor=False)
    client.post(reverse("sign-in"), {"username": "lan", "password": PASSWORD})
    assert "Cổng Sở" in client.get(reverse("mfa_index")).content.decode()
    assert through(client, process="connect").url == reverse("mfa_index")
    linked = account.socialaccount_set.get()
    assert linked.uid == "cq-17"
    assert Entry.objects.filter(by=account, action="accounts.link").exists()
    client.post(reverse("unlink-provider", args=[linked.pk]))
    assert not account.socialaccount_set.exists()


def test_a_session_that_only_stands_open_links_nothing(provider, client):
    account = an_account("lan", password=PASSWORD, second_factor=False)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert through(client, process="connect").url.startswith(reverse("account_reauthenticate"))
    assert not account.socialaccount_set.exists()


def test_one_person_of_the_provider_is_one_account_here(provider, client):
    link_provider(provider="organisation", uid="cq-17", by=an_account("mai"), at=NOW)
    account = an_account("lan", password=PASSWORD, second_factor=False)
    client.post(reverse("sign-in"), {"username": "lan", "password": PASSWORD})
    assert through(client, process="connect").status_code == 409
    assert not account.socialaccount_set.exists()


def test_a_false_code_or_a_false_state_opens_nothing(provider, client):
    link_provider(provider="organisation", uid="cq-17", by=an_account("lan", second_factor=False), at=NOW)
    assert through(client, code="false").status_code == 403
    back = reverse("openid_connect_callback", args=["organisation"])
    assert client.get(back, {"code": "good", "state": "false"}).status_code == 403
    assert "_auth_user_id" not in client.session


def test_the_way_to_the_provider_begins_with_a_form_and_where_there_is_none_with_nothing(client):
    assert client.get(reverse("openid_connect_login", args=["organisation"])).status_code == 405
    assert client.post(reverse("openid_connect_login", args=["organisation"])).status_code == 404
    assert "qua" not in client.get(reverse("sign-in")).content.decode().partition("<main")[2].partition("</main>")[0]
