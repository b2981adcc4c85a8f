"""Who: posts, the people who hold them, and groups.

Names and e-mails of people stand in one small table that can be erased (settled.md, Records);
everything else points to a person or a post.
"""

import re
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from tracker.records import Line, Name, Record


class Person(Record):
    """A named person; kept outside the versions so that it can be erased."""

    kind: ClassVar[str] = "person"

    name: Name = Field(title="Name")
    email: Line = Field("", title="E-mail")

    @field_validator("email")
    @classmethod
    def _is_an_address(cls, email: str) -> str:
        name, at, host = email.partition("@")
        if email and not (name and at and "." in host and " " not in email):
            raise ValueError("An e-mail address looks like name@example.org. Check it.")
        return email


class Post(Record):
    """A post that can be accountable; `ends_on` is the last day it is filled, if that is known."""

    kind: ClassVar[str] = "post"

    ref: Name
    title: Name = Field(title="Title of the post")
    organisation: Line = Field("", title="Organisation")
    person_id: UUID | None = Field(None, title="Held by")
    starts_on: date | None = Field(None, title="Held since")
    ends_on: date | None = Field(None, title="Held until")

    def held_on(self, day: date) -> bool:
        """Is it filled on that day, as far as is known?"""
        return (self.starts_on or day) <= day <= (self.ends_on or day)

    @field_validator("ends_on")
    @classmethod
    def _ends_after_it_began(cls, ends_on: date | None, stated: ValidationInfo) -> date | None:
        starts_on = stated.data.get("starts_on")
        if starts_on and ends_on and ends_on < starts_on:
            raise ValueError("The post ends before it began. Check both dates.")
        return ends_on


class Group(Record):
    """A group, committee or board, and the groups it reports to."""

    kind: ClassVar[str] = "group"

    ref: Name
    name: Name = Field(title="Name of the group")
    reports_to: tuple[UUID, ...] = Field((), title="Reports to")
    meets_every: Line = Field("", title="Meets every")

    @field_validator("reports_to")
    @classmethod
    def _reports_to_others(
        cls, reports_to: tuple[UUID, ...], stated: ValidationInfo
    ) -> tuple[UUID, ...]:
        if stated.data.get("id") in reports_to:
            raise ValueError("A group cannot report to itself. Choose another group.")
        return reports_to


class Role(StrEnum):
    """What somebody may do in one partnership; `access.MAY` says what each holds."""

    VIEWER = "viewer"
    SCRUTINY = "scrutiny"
    ACTION_OWNER = "action owner"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Grant(Record):
    """A role given to a person, or to everybody with an address at a domain (viewers only)."""

    kind: ClassVar[str] = "access_grant"

    ref: Name
    person_id: UUID | None = Field(None, title="Person")
    domain: Line = Field("", title="Everybody with an address at")
    role: Role = Field(title="Role")

    @field_validator("role")
    @classmethod
    def _of_somebody(cls, role: Role, stated: ValidationInfo) -> Role:
        person, domain = stated.data.get("person_id"), stated.data.get("domain")
        if domain is None:  # refused already
            return role
        if bool(person) == bool(domain):
            raise ValueError("A role is given to one person, or to one domain. Choose one of them.")
        if domain and role != Role.VIEWER:
            raise ValueError("A whole domain can only view. Give other roles to persons.")
        return role

    @field_validator("domain")
    @classmethod
    def _is_a_domain(cls, domain: str) -> str:
        domain = domain.lower().removeprefix("@")
        if domain and not re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}", domain):
            raise ValueError("A domain looks like example.org. Check it.")
        return domain
