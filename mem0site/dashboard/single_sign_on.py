"""Signing in by OpenID Connect, a little stricter than allauth by itself.

The id token comes straight from the provider's token endpoint, and the specification
then leaves it to TLS to vouch for it. Providers inside a house often have no TLS, so the
signature is checked against the provider's keys always; and what the user-info endpoint
says counts only if it speaks of whom the token speaks of (OpenID Connect Core, 5.3.2).
"""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.http import Http404, HttpRequest, HttpResponse

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
                        "ES256", "ES384", "ES512", "EdDSA"})  # fmt: skip
"""Signatures by a key that only the provider has."""


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # untyped
    """The provider of `OIDC_SERVER_URL`."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **more: Any
    ) -> SocialLogin:
        """Who signs in. Raises `OAuth2Error` for a token that does not hold."""
        given = more["response"].get("id_token")
        if not given:
            raise OAuth2Error("The provider sent no id_token.")
        claims = self._decode_id_token(app, given)
        told = self._fetch_user_info(token.token)
        if told.get("sub") != claims.get("sub"):
            raise OAuth2Error("The user info is about somebody else.")
        data = {"userinfo": told, "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The claims of a token with a signature of the provider's, for us, in time."""
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as exc:
            raise OAuth2Error("Invalid id_token") from exc
        if algorithm not in ALGORITHMS:
            raise OAuth2Error(f"Unsupported signing algorithm: {algorithm}")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    return _view(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """404 where no provider is set up under this name."""
    try:
        answer: HttpResponse = kind.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
