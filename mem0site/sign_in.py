"""Django's and allauth's settings about signing in, made from the configuration."""

from __future__ import annotations

from typing import Any

from mem0site.configuration import Configuration

VALIDATORS = (
    "UserAttributeSimilarityValidator",
    "MinimumLengthValidator",
    "CommonPasswordValidator",
    "NumericPasswordValidator",
)


def options(configuration: Configuration) -> dict[str, Any]:
    """Addresses are names, a code proves an address, a second factor is offered."""
    return {
        "AUTHENTICATION_BACKENDS": [
            "django.contrib.auth.backends.ModelBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}"}
            for name in VALIDATORS
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/dashboard/",
        "LOGOUT_REDIRECT_URL": "account_login",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_FORMS": {
            "add_webauthn": "mem0site.dashboard.forms.passkeys.AddPasskeyForm"
        },
        "MFA_ADAPTER": "mem0site.dashboard.adapters.FactorAdapter",
        "MFA_TOTP_TOLERANCE": 1,  # phones' clocks are off by some seconds
        "MFA_TOTP_ISSUER": "Memory platform",
        **_accounts(configuration),
        **_single_sign_on(configuration),
    }


def _accounts(configuration: Configuration) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "mem0site.dashboard.adapters.AccountAdapter",
        "ACCOUNT_FORMS": {
            "change_password": "mem0site.dashboard.forms.passwords.ChangePasswordForm",
            "set_password": "mem0site.dashboard.forms.passwords.SetPasswordForm",
            "reset_password_from_key": (
                "mem0site.dashboard.forms.passwords.ResetPasswordKeyForm"
            ),
        },
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": configuration.public_url.split(":", 1)[0],
    }


def _single_sign_on(configuration: Configuration) -> dict[str, Any]:
    """One OpenID Connect provider, which the operator trusts to know addresses."""
    if not configuration.oidc_server_url:
        return {}
    return {
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "sso",
                        "name": configuration.oidc_name,
                        "client_id": configuration.oidc_client_id,
                        "secret": configuration.oidc_client_secret.get_secret_value(),
                        "settings": {"server_url": configuration.oidc_server_url},
                    }
                ],
            }
        },
    }
