"""What was typed when the session ran out, kept until its writer has signed in again.

It waits in the anonymous session of the same browser, which Django carries over into
the new one at sign-in. Secrets are not kept.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url

KEY = "draft"
MOST_CHARACTERS = 200_000
SECRET = re.compile(r"password|secret|api_key|token|csrf", re.IGNORECASE)


def keep_and_sign_in(request: HttpRequest, page: str, form: str) -> HttpResponse:
    """To the sign-in page, and from there back to `page` with what was typed into the
    form of this address; the empty one stands for nothing worth keeping."""
    if request.method == "POST" and form:
        keep(request, form)
    query = urlencode({"next": page})
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


def take(request: HttpRequest, form: str) -> QueryDict | None:
    """What was typed into this form, once; None when nothing was."""
    kept = request.session.get(KEY)
    if not kept or kept["form"] != form:
        return None
    del request.session[KEY]
    return QueryDict(kept["typed"])


def keep(request: HttpRequest, form: str) -> None:
    """Keep what was typed for the next look at the form; secrets and files are not."""
    typed = request.POST.copy()
    for name in [name for name in typed if SECRET.search(str(name))]:
        del typed[name]
    text = typed.urlencode()
    if typed and len(text) <= MOST_CHARACTERS:
        request.session[KEY] = {"form": form, "typed": text}
