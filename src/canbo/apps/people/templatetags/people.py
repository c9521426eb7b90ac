"""What every page on a person shows beside the name."""

from __future__ import annotations

from django import template
from django.utils import timezone

from canbo.apps.people.deciding import authority_over
from canbo.apps.people.models import Person
from canbo.apps.regulations.queries import Authority

register = template.Library()


@register.inclusion_tag("people/_who_decides.html")
def who_decides(person: Person) -> dict[str, Authority | None]:
    """Which body decides on somebody today and which one advises, by the posts held, with the article."""
    return {"authority": authority_over(person, timezone.localdate())}
