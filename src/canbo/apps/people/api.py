"""Officials through the API: only those whom the account may see, and of them what the list shows."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from ninja import Router, Schema

from canbo.apps.people.listing import Entry, Found, Wish, entries, versions
from canbo.apps.people.visibility import visible_person
from canbo.shell.api import PROBLEMS, Page, Word
from canbo.shell.asking import ROWS, SignedIn

router = Router(tags=["people"])


class Post(Schema):
    """The main post held today."""

    title: str
    since: str
    body: str


class Person(Schema):
    """An official as the list shows one; days as they are written in the dossier ("1975", "05/1975", "20/05/1975")."""

    key: str
    name: str
    sex: str
    born: str
    body: str
    post: Post | None


class People(Schema):
    """A page of officials, sorted by given name; `more`: they are more than `total`, and only so many were counted."""

    total: int
    more: bool
    page: int
    people: list[Person]


@router.get("/people", response={200: People, **PROBLEMS}, url_name="people")
def listed(request: SignedIn, q: Word = "", body: Word = "", title: Word = "", page: Page = 1) -> People:
    """The officials whom the account may see: by words of the name or key, by body (code), by title held (code)."""
    today = timezone.localdate()
    found = Found(request.user, Wish(text=q, body=body, title=title), today)
    rows = entries(versions(found.page((page - 1) * ROWS, ROWS)), today)
    return People(total=found.total, more=found.more, page=page, people=[_person(each) for each in rows])


@router.get("/people/{key}", response={200: Person, **PROBLEMS}, url_name="person")
def one(request: SignedIn, key: Word) -> Person:
    """One official. 404 when there is none, or none that the account may see."""
    today = timezone.localdate()
    found = visible_person(request.user, key, today)
    if found is None:
        raise Http404(key)
    return _person(entries([found], today)[0])


def _person(row: Entry) -> Person:
    post = Post(title=row.post.title, since=row.post.since, body=row.post_body) if row.post else None
    about = row.person
    return Person(key=about.person.key, name=about.name, sex=about.sex, born=about.born, body=row.body, post=post)
