"""People and roles: the roles that stand, giving and taking them, and their history."""

from uuid import UUID

import streamlit as st

from tracker import store
from tracker.access import MAY, Command
from tracker.people import Role
from tracker.refusals import FieldRefusals, Refusal, Unknown
from tracker.screen import held, saved, signed_in
from tracker.screen.form import Form, dialog
from tracker.screen.marks import plain
from tracker.screen.signed_in import role_words
from tracker.screen.visit import Visit
from tracker.store import Held
from tracker.words import counted, day_words

# In the address: a grant by its id, or what is to be given anew.
ROLE, PERSON, DOMAIN = "role", "person", "domain"
SHOWN = 50
_MEANING = {
    Role.VIEWER: "sees the plan and takes papers.",
    Role.SCRUTINY: "sees the plan and its whole history, takes papers, changes nothing.",
    Role.ACTION_OWNER: "also reports on the actions that they or their posts own.",
    Role.COORDINATOR: "also changes everything in the plan.",
    Role.ADMINISTRATOR: "also looks after people, roles, settings and backups.",
}


def finding(asked: Visit) -> str:
    """How many have a role, as the headline."""
    number = len(_standing(asked))
    if not number:
        return "Nobody has a role in this partnership yet"
    return f"{counted(number, 'role')} in this partnership"


def say_how_it_is(asked: Visit) -> None:
    """Without sign-in roles wait; with it, they hold at once."""
    if asked.who.local:
        st.info(
            "No sign-in is set up, so roles are not asked for yet: whoever sits at this computer "
            "may do everything. Give roles here first, an administrator above all, then set "
            "sign-in up as docs/sign_in.md says.",
            icon=":material/computer:",
        )
    else:
        st.markdown(":gray[What is given or taken here holds at the person's next click.]")


def show(asked: Visit) -> None:
    """The roles that stand, those who may do most first."""
    for role in reversed(Role):
        its = [one for one in _standing(asked) if one.version.record.role is role]
        if its:
            st.header(f"{role_words(role)}", anchor=False)
            for one in its:
                _line(one)


def give_buttons() -> None:
    """Two ways to give a role."""
    with st.container(horizontal=True):
        st.button(
            "Give a person a role", icon=":material/person_add:", type="primary",
            on_click=_go, args=(PERSON,),
        )  # fmt: skip
        st.button(
            "Let a whole domain view", icon=":material/domain_add:", on_click=_go, args=(DOMAIN,)
        )


def what_each_may_do() -> None:
    """The roles in words; the rights themselves stand in access.py."""
    with st.expander("What each role may do", icon=":material/help:"):
        for role in Role:
            st.markdown(f"**{role_words(role)}** {_MEANING[role]}")
        with_settings = [role for role in Role if Command.CHANGE_SETTINGS in MAY[role]]
        st.markdown(
            ":gray[Settings and backups concern every partnership of the tracker: for those one "
            f"must be {' or '.join(with_settings)} in each of them.]"
        )


def history(asked: Visit) -> None:
    """Every role given, changed and taken away, newest first."""
    found = store.roles_given(asked.database, asked.partnership.slug)
    if not found:
        return
    people = asked.readings.plan.people
    with st.expander("Given and taken", icon=":material/history:"):
        for given in found[:SHOWN]:
            version, grant = given.version, given.version.record
            person = people.get(grant.person_id) if grant.person_id else None
            whom = person.name if person else grant.domain or "somebody erased since"
            st.markdown(
                f"{day_words(version.as_of)} · **{plain(whom)}** {_happened(given)} "
                f":gray[by {plain(version.recorded_by)}]"
            )
        if len(found) > SHOWN:
            st.markdown(f":gray[The newest {SHOWN} of {len(found)}.]")


def _happened(given: store.GivenRole) -> str:
    role = given.version.record.role
    if given.version.withdrawn:
        return f"is not {role} any more"
    return f"became {role}" + (f", was {given.before}" if given.before else "")


def open_if_asked(asked: Visit) -> None:
    """The dialog the address asks for."""
    wanted = st.query_params.get(ROLE)
    if not wanted:
        return
    if wanted == PERSON:
        dialog("Give a person a role", _give_person, _forget)(asked)
    elif wanted == DOMAIN:
        dialog("Let a whole domain view", _give_domain, _forget)(asked)
    else:
        one = next((one for one in _standing(asked) if str(one.version.record.id) == wanted), None)
        if one is None:
            raise Unknown("This role is not held any more. Choose another from the list.")
        dialog("Change a role", _change, _forget)(asked, one)


def _standing(asked: Visit) -> tuple[Held, ...]:
    return store.roles_held(asked.database, asked.partnership.slug)


def _line(one: Held) -> None:
    version, grant = one.version, one.version.record
    if one.person:
        whom = f"{plain(one.person.name)} :gray[{plain(one.person.email) or 'no e-mail yet'}]"
    else:
        whom = f"Everybody at {plain(grant.domain)}" if grant.domain else "Somebody erased since"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{whom} :gray[since {day_words(version.as_of)}]", width="content")
        st.button(
            "Change", icon=":material/edit:", type="tertiary", key=f"role_{grant.id}",
            on_click=_go, args=(str(grant.id),),
        )  # fmt: skip


def _go(wanted: str) -> None:
    held.let_go(ROLE + wanted)  # a form that was left by Back has not seen what came after
    st.query_params[ROLE] = wanted


def _forget() -> None:
    st.query_params.pop(ROLE, None)


def _give_person(asked: Visit) -> None:
    known = held.held(ROLE + PERSON, asked.sequence)
    form = Form(f"{known.save_id}_")
    form.line("email", "E-mail they sign in with")
    form.line("name", "Name, where they are new")
    _choose_role(form, None)
    if form.saved("Give the role"):
        _give(
            asked, form, known, ROLE + PERSON, form.values["role"],
            email=form.values["email"], name=form.values["name"],
        )  # fmt: skip


def _choose_role(form: Form, now: Role | None) -> None:
    form.choice(
        "role", "Role", list(Role), now,
        lambda role: f"**{role_words(role)}** {_MEANING[role]}",
    )  # fmt: skip


def _give_domain(asked: Visit) -> None:
    known = held.held(ROLE + DOMAIN, asked.sequence)
    form = Form(f"{known.save_id}_")
    st.markdown(
        "Everybody who signs in with a verified e-mail at this domain sees the plan and takes "
        "papers. Other roles are given to persons."
    )
    form.line("domain", "Domain, such as example.org")
    if form.saved("Let them view"):
        if not form.values["domain"]:
            form.say(FieldRefusals({"domain": "Say which domain, such as example.org."}))
            return
        _give(asked, form, known, ROLE + DOMAIN, Role.VIEWER, domain=form.values["domain"])


def _change(asked: Visit, one: Held) -> None:
    grant = one.version.record
    name = f"{ROLE}{grant.id}"
    known = held.held(name, one.version.sequence)
    form = Form(f"{known.save_id}_")
    if one.person:
        st.markdown(f"**{plain(one.person.name)}** :gray[{plain(one.person.email)}]")
        _choose_role(form, grant.role)
        if form.saved("Save"):
            email = one.person.email
            _give(asked, form, known, name, form.values["role"], email=email)
    else:
        st.markdown(f"**{plain(grant.domain) or 'Somebody erased since'}**")
    _take_away(asked, grant.id, known, name)


def _take_away(asked: Visit, grant: UUID, known: held.Held, name: str) -> None:
    with st.expander("Take the role away", icon=":material/person_remove:"):
        st.markdown(
            "It ends at once: at their next click they see nothing of this plan any more. What "
            "they did stays in the history."
        )
        sure = st.checkbox("Yes, take it away", key=f"{known.save_id}_sure")
        if st.button("Take the role away", key=f"{known.save_id}_take", disabled=not sure):
            try:
                store.take_role(
                    asked.database, asked.partnership.slug, grant, by=asked.by,
                    today=asked.today, save_id=known.save_id, seen=known.seen,
                )  # fmt: skip
            except store.ChangedMeanwhile as conflict:
                st.error(_meanwhile(name, known, conflict), icon=":material/info:")
            except Refusal as refusal:
                st.error(str(refusal), icon=":material/info:")
            else:
                _finish(name, "The role was taken away.")


def _give(
    asked: Visit, form: Form, known: held.Held, held_as: str, role: Role | None, **whom: str
) -> None:
    try:
        if role is None:
            raise FieldRefusals({"role": "Choose a role."})
        if not any(whom.values()):
            raise FieldRefusals({"email": "Say which e-mail address they sign in with."})
        store.give_role(
            asked.database, asked.partnership.slug, role, by=asked.by, today=asked.today,
            save_id=known.save_id, seen=known.seen, **whom,
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        form.say(Refusal(_meanwhile(held_as, known, conflict)))
    except Refusal as refusal:
        form.say(refusal)
    else:
        signed = "" if signed_in.is_on() else " It holds once sign-in is set up."
        _finish(
            held_as, f"Saved: **{plain(whom.get('email') or whom['domain'])}** is {role}.{signed}"
        )


def _meanwhile(name: str, known: held.Held, conflict: store.ChangedMeanwhile) -> str:
    """What somebody else did with this role; the next press has seen it."""
    theirs = conflict.theirs
    held.has_seen(name, known, theirs.sequence)
    did = "took the role away" if theirs.withdrawn else f"made it {theirs.record.role}"
    return (
        f"{theirs.recorded_by} {did} while you were choosing, so nothing was saved. Press again to "
        "have it as you chose, or close this."
    )


def _finish(name: str, words: str) -> None:
    held.let_go(name)
    saved.announce(words)
    _forget()
    st.rerun()
