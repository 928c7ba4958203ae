"""How django-allauth is set: e-mail accounts, headless for the phone, passkeys and TOTP."""

import os as _os

_public_url = (_os.environ.get("PUBLIC_URL") or "http://127.0.0.1:8000").rstrip("/")

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
# A day can be logged before the letter is read; joining a team waits for it.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to addresses that never came to us
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _public_url.partition(":")[0]
# Sign-in is limited by our own atomic counter (accounts.limiter); allauth's is not atomic.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": None}
# Behind https there is one proxy of ours, and the last address it noted is the caller's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _public_url.startswith("https") else 0

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": _public_url + "/verify-email/{key}",
    "account_reset_password": _public_url + "/reset-password",
    "account_reset_password_from_key": _public_url + "/reset-password/{key}",
    "account_signup": _public_url + "/signup",
}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ThighCare"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _public_url.startswith("https")
USERSESSIONS_TRACK_ACTIVITY = False
