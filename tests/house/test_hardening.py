"""Every answer carries the headers that keep a browser safe; what is sent in is limited; secrets travel guarded."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from canbo.base.accounts.testing import an_account
from tests.house import tree

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def addresses(patterns: list, before: str = "/") -> list[str]:
    """Every address of the house; places in an address are filled with something that is not there."""
    found = []
    for each in patterns:
        part = str(each.pattern)
        if isinstance(each, URLResolver):
            found += addresses(each.url_patterns, before + part)
        elif isinstance(each, URLPattern):
            pieces = (before + part).split("<")
            filled = pieces[0] + "".join(
                ("9" if piece.startswith("int:") else "khong-co") + piece.partition(">")[2] for piece in pieces[1:]
            )
            found.append(filled)
    return found


def guarded(answered) -> list[str]:
    """What is missing from an answer's headers."""
    missing = [name for name, value in HEADERS.items() if answered.headers.get(name) != value]
    policy = answered.headers.get("Content-Security-Policy", "")
    for wanted in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"):
        if wanted not in policy:
            missing.append(f"policy without {wanted}")
    return missing + [f"policy with {word}" for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy]


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
def test_every_answer_carries_the_headers_that_keep_a_browser_safe(client, signed_in):
    client.raise_request_exception = False
    if signed_in:
        client.force_login(an_account("lan"), backend=BACKEND)
    faults = {}
    for address in [*addresses(get_resolver().url_patterns), "/khong-co"]:
        answered = client.get(address)
        if found := guarded(answered):
            faults[address] = found
    tree.demand([f"{address}: {found}" for address, found in faults.items()], "A middleware sets each header.")


@pytest.mark.django_db
def test_refusals_of_every_kind_carry_the_headers_too(client):
    for answered in (
        client.post("/sign-in", {"username": "lan", "password": "sai"}),
        client.get("/people/", headers={"accept": "application/json"}),
        client.get("/health", headers={"hx-request": "true"}),
        client.put("/sign-in"),
        client.get("/", headers={"host": "another.example"}),
    ):
        assert guarded(answered) == [], answered


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused():
    from_elsewhere = Client(enforce_csrf_checks=True)
    assert from_elsewhere.post("/sign-in", {"username": "lan", "password": "x"}).status_code == 403


def test_cookies_are_closed_to_scripts_and_to_other_sites():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert not settings.SESSION_COOKIE_SECURE, "the tests speak plain http"


def test_what_is_sent_in_is_limited():
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 40 * 1024 * 1024
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS <= 1000
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES <= 100


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sign-in", "/people/import/", "/language"])
def test_a_request_that_is_too_large_is_refused_before_it_is_read(client, address, settings):
    settings.LARGEST_REQUEST = 1 << 20
    client.force_login(an_account("lan"), backend=BACKEND)
    answered = client.post(address, {"file": SimpleUploadedFile("x.xlsx", bytes(1 << 20))})
    assert answered.status_code == 413
    assert "giới hạn là 1 MB" in answered.content.decode()
    assert guarded(answered) == []


def test_passwords_are_hashed_slowly():
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
