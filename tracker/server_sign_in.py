"""What the secrets say about sign-in, read once at the start; what is wrong there stops it."""

import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from tracker.screen import signed_in

HOME = {"localhost", "127.0.0.1", "::1"}
SHORTEST_SECRET = 32
# Sign-ins of Microsoft Entra ID that anybody in the world can come through.
SHARED_DIRECTORIES = ("/common/", "/organizations/", "/consumers/")
_NOT_STARTED = "The tracker is not started: {} See docs/sign_in.md."


@dataclass(frozen=True)
class SetUp:
    """Where people come back to from the provider: origin and host of `redirect_uri`."""

    origin: str
    host: str


def sign_in_set_up() -> SetUp:
    """The sign-in as the secrets set it up; ends the program with a sentence where it cannot be."""
    auth = signed_in.secrets("auth")
    if trouble := _trouble(auth):
        sys.exit(_NOT_STARTED.format(trouble))
    parts = urlsplit(str(auth["redirect_uri"]))
    return SetUp(f"{parts.scheme}://{parts.netloc}", parts.hostname or "")


def _trouble(auth: Mapping[str, Any]) -> str:
    if importlib.util.find_spec("authlib") is None:
        return "sign-in needs the package Authlib, which is in requirements.txt."
    if st.get_option("server.baseUrlPath"):
        return "with sign-in it must have a host name of its own, so leave server.baseUrlPath out."
    providers = _providers(auth)
    if not providers:
        return "[auth] in secrets.toml names no provider with a server_metadata_url."
    for name, provider in providers.items():
        missing = [key for key in ("client_id", "client_secret") if not provider.get(key)]
        if missing:
            return f"{name} in secrets.toml has no {' and no '.join(missing)}."
        if "_" in name:
            return f"{name} in secrets.toml: the name of a provider cannot have an underscore."
    return _trouble_of_address(auth) or _trouble_of_directory(providers)


def _providers(auth: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    named = {f"[auth.{key}]": its for key, its in auth.items() if isinstance(its, Mapping)}
    every = {"[auth]": auth, **named}
    return {name: its for name, its in every.items() if its.get("server_metadata_url")}


def _trouble_of_address(auth: Mapping[str, Any]) -> str:
    address = urlsplit(str(auth.get("redirect_uri", "")))
    if address.path != "/oauth2callback" or not address.hostname:
        return "redirect_uri in secrets.toml must be like https://plan.example.org/oauth2callback."
    if address.scheme != "https" and address.hostname not in HOME:
        return "redirect_uri in secrets.toml must begin with https://, so that cookies are safe."
    if len(str(auth.get("cookie_secret", ""))) < SHORTEST_SECRET:
        return f"cookie_secret in secrets.toml must have {SHORTEST_SECRET} random signs or more."
    return ""


def _trouble_of_directory(providers: Mapping[str, Mapping[str, Any]]) -> str:
    shared = any(
        part in str(provider["server_metadata_url"])
        for provider in providers.values()
        for part in SHARED_DIRECTORIES
    )
    if signed_in.directory_verifies() and (shared or len(providers) > 1):
        return (
            "directory_verifies_email in secrets.toml is only for one directory that knows "
            "nobody but your own people."
        )
    return ""
