"""Who may sign in: nobody registers, accounts end on their day, second factors are sealed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from bihuan.registers.parties import secrecy


def _is_over(user: AbstractBaseUser) -> bool:
    last_day = getattr(user, "expires_on", None)
    return last_day is not None and last_day < timezone.localdate()


class AccountBackend(AuthenticationBackend):
    """Lets in an active account until the day it was given for; ends its session after that."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return super().user_can_authenticate(user) and not _is_over(user)


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are given by the system administrator; nobody makes one for himself."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **circumstances: Any
    ) -> HttpResponseBase | None:
        """An account that is over is shown out, as an inactive one is."""
        if _is_over(user):
            user.is_active = False  # never saved: the rest of this sign-in goes by it
        return super().pre_login(request, user, **circumstances)

    def is_reauthentication_required(self, *, app: str, **circumstances: Any) -> bool:
        """Whoever has no second factor yet sets it up with the password just given."""
        if app == "allauth.mfa" and not is_mfa_enabled(self.request.user):
            return False
        return super().is_reauthentication_required(app=app, **circumstances)


class SealedFactors(DefaultMFAAdapter):
    """Keeps the secret of a second factor unreadable in the database, and the factor in place."""

    def encrypt(self, text: str) -> str:
        return secrecy.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrecy.opened(encrypted_text)

    def can_delete_authenticator(self, _authenticator: Authenticator) -> bool:
        """Only the demonstration goes without; elsewhere a lost one is replaced, not removed."""
        return bool(settings.BIHUAN_DEMONSTRATION)
