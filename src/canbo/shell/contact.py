"""Where a weakness is reported: /.well-known/security.txt (RFC 9116), when the operator has named a contact."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

#: For how long what is said may be relied upon; the standard asks for less than a year.
GOOD_FOR = dt.timedelta(days=180)


@require_safe
@never_cache
def security_txt(request: HttpRequest) -> HttpResponse:
    """Contact, expiry and languages, one a line. 404 where no contact is named (CANBO_SECURITY_CONTACT)."""
    if not settings.SECURITY_CONTACT:
        raise Http404(request.path)
    expires = (timezone.now() + GOOD_FOR).astimezone(dt.UTC).replace(microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: vi, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
