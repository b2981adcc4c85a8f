"""`role`: who may do what in a partnership; and the first administrator, who can give the rest."""

from contextlib import closing
from pathlib import Path

import click

from tracker import clock, served, store
from tracker.access import Command, allowed, refusal_of, same_address
from tracker.people import Role
from tracker.refusals import Refusal, Unknown
from tracker.words import day_words

BY = "Command line"
_ASKED_BY = "tracker.asked_by"

as_option = click.option(
    "--as", "asked_by", metavar="EMAIL", expose_value=False,
    callback=lambda context, _, email: context.meta.update({_ASKED_BY: email}),
    help="Answer only what the role of this e-mail allows.",
)  # fmt: skip


@click.command()
@click.option("--partnership", metavar="P", required=True, help="The partnership's short name.")
@click.option("--email", metavar="E", help="The e-mail somebody signs in with.")
@click.option("--name", metavar="N", default="", help="Their name, where they are new.")
@click.option("--domain", metavar="D", help="Everybody with an e-mail at this domain: viewer.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="What to give.")
@click.option("--take-away", is_flag=True, help="Take the role away from this e-mail or domain.")
@click.option("--database", type=click.Path(path_type=Path), help="The database file.")
def role(
    partnership: str,
    email: str | None,
    name: str,
    domain: str | None,
    role: str | None,
    take_away: bool,
    database: Path | None,
) -> None:
    """List the roles in a partnership, give one, or take one away."""
    if (email is None) is (domain is None) and (email or role or take_away):
        raise click.UsageError("Name one person with --email, or one domain with --domain.")
    if (email or domain) and (role is None) is not take_away:
        raise click.UsageError("Say --role to give a role, or --take-away to take it away.")
    path = database or served.served_path()
    with closing(served.open_served(path, clock.today(), patience=store.BRIEFLY)) as opened:
        refuse_unknown(opened, partnership)
        if take_away:
            _take_away(opened, partnership, email or "", domain or "")
        elif role:
            store.give_role(
                opened, partnership, Role(role), email=email or "", name=name,
                domain=domain or "", by=BY, today=clock.today(), save_id=store.new_id(),
            )  # fmt: skip
        _list(opened, partnership)


def refuse_unknown(database: store.Database, partnership: str) -> None:
    """Raise Unknown for a partnership that is not in the database."""
    known = [one.slug for one in store.partnerships(database)]
    if partnership not in known:
        there = f"Known: {', '.join(known)}." if known else "There is none yet."
        raise Unknown(f"There is no partnership called “{partnership[:40]}” here. {there}")


def refuse_unless_allowed(database: store.Database, partnership: str, command: Command) -> None:
    """Raise NotAllowed where `--as` names somebody whose role does not allow the answer."""
    email = click.get_current_context().meta.get(_ASKED_BY)
    if email is None:
        return
    access = store.access_of(database, email)
    if not allowed(command, partnership, access.roles, access.known):
        raise refusal_of(command, access.roles.get(partnership))


def _take_away(database: store.Database, partnership: str, email: str, domain: str) -> None:
    for held in store.roles_held(database, partnership):
        address = held.person.email if held.person else ""
        of_person = bool(email) and same_address(address) == same_address(email)
        if of_person or (domain and held.version.record.domain == domain.lower()):
            store.take_role(
                database, partnership, held.version.record.id, by=BY, today=clock.today(),
                save_id=store.new_id(),
            )  # fmt: skip
            return
    raise Refusal(f"{email or domain} has no role in {partnership}, so there is nothing to take.")


def _list(database: store.Database, partnership: str) -> None:
    for held in store.roles_held(database, partnership):
        grant = held.version.record
        whom = f"{held.person.name} <{held.person.email}>" if held.person else grant.domain
        since = day_words(held.version.as_of)
        click.echo(f"{grant.role}: {whom or 'somebody erased since'}, since {since}")
    if not store.roles_held(database, partnership):
        click.echo("Nobody has a role in this partnership yet.")
