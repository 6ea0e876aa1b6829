"""Accounts, and what people show at the door: links, passkeys, codes. Passwords are kept as Django hashes them."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    """A person with an account. The mail address is the name they sign in with, kept in lower case."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=60, blank=True, default="")
    #: "en" or "de"; empty: what the browser asks for.
    language = models.CharField(max_length=10, blank=True, default="")
    #: Whether keys without Ctrl or Alt do something; people who steer by voice switch them off.
    single_keys = models.BooleanField(default=True)
    #: Counted up to end every session that began before.
    session_round = models.PositiveIntegerField(default=0)
    #: Whether the person may start projects in this installation; each of them then has its own people and roles.
    may_add_projects = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What every session carries and every request compares: another password or round ends it."""
        from django.utils.crypto import salted_hmac

        told = f"{self.password}:{self.session_round}"
        return salted_hmac("firstlight.identity.session", told, secret=secret, algorithm="sha256").hexdigest()


class SignInLink(models.Model):
    """A link that signs one person in, once, until it expires. Only the digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    token_digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(expires__gt=models.F("made")), name="sign_in_link_expires_later")
        ]

    def __str__(self) -> str:
        return f"sign-in link of {self.user_id}"


class Passkey(models.Model):
    """A key pair of which a device, or an account in the cloud, keeps the other half."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=100)
    #: Base64url, as browsers write it.
    credential_id = models.CharField(max_length=1400, unique=True)
    #: The attested credential data with the public key, base64url.
    credential = models.TextField()
    #: How often the device says it has signed; 0 where it does not count.
    sign_count = models.PositiveBigIntegerField(default=0)
    added = models.DateTimeField()
    last_used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class AuthenticatorApp(models.Model):
    """An app that shows six digits which change every half minute. The secret is sealed with the installation's key."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="authenticator_app")
    sealed_secret = models.TextField()
    since = models.DateTimeField()
    #: The half minute of the newest code that was taken. That code and older ones are not taken again.
    last_counter = models.PositiveBigIntegerField(default=0)
    last_used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"authenticator app of {self.user_id}"


class RecoveryCode(models.Model):
    """A code on paper that stands in for the second factor, once. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class UsedChallenge(models.Model):
    """A question to a passkey that has been answered. The constraint refuses the second answer."""

    digest = models.CharField(max_length=64, primary_key=True)
    used = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest


class OrganisationAccount(models.Model):
    """The account that the organisation's own sign-in (OpenID Connect) knows a person by."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="organisation_accounts")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    tied = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="organisation_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} of {self.issuer}"


class Tries(models.Model):
    """How often something was tried within a window of time, by somebody or on an account."""

    bucket = models.CharField(max_length=100, primary_key=True)
    window_ends = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    #: Whether it stands in the ledger already that this window is full.
    noted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.bucket}: {self.count}"
