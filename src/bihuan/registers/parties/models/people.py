from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from bihuan.registers.parties import secrecy
from bihuan.registers.parties.models.places import Post
from bihuan.registers.parties.rules import masking


class Person(models.Model):
    """A natural person; the telephone number is sealed at rest and found by its blind index."""

    name = models.CharField(max_length=60)
    phone_sealed = models.TextField(blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)

    def __str__(self) -> str:
        return masking.masked_name(self.name)

    @property
    def phone(self) -> str:
        """The number in the open; refuses `secrecy.key-missing` and `secrecy.key-wrong`."""
        return secrecy.opened(self.phone_sealed) if self.phone_sealed else ""

    @phone.setter
    def phone(self, number: str) -> None:
        self.phone_sealed = secrecy.sealed(number) if number else ""
        self.phone_index = secrecy.index(number) if number else ""

    def masked(self) -> tuple[str, str]:
        """Name and number as lists, logs and exports may show them: `张*`, `138****2207`."""
        return masking.masked_name(self.name), masking.masked_phone(self.phone)


class AccountsByName(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=Account.normalize_username(username or "").casefold())


class Account(AbstractBaseUser):
    """A means to sign in.

    It holds no rights itself: those come with a post, or with one of the three separated
    administrator roles, none of which reads matters.
    """

    class Administers(models.TextChoices):
        NOTHING = ""
        SYSTEM = "system"
        SECURITY = "security"
        AUDIT = "audit"

    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    administers = models.CharField(
        max_length=8, choices=Administers.choices, blank=True, default=""
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="accounts")
    expires_on = models.DateField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountsByName] = AccountsByName()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(administers__in=["", "system", "security", "audit"]),
                name="account_administers_known",
            ),
        )

    def __str__(self) -> str:
        return self.username


class Holding(models.Model):
    """Who sits in a post, from `since` until the day before `until`."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["post"], condition=Q(until__isnull=True), name="post_has_one_holder"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="holding_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id} {self.since}"
