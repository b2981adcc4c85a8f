"""Setting a plan up: its parts list by list, and the way from nothing to a first plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.access import Command
from tracker.evidence import Meeting
from tracker.naming import NAMES_OF_KINDS, title_of
from tracker.people import Group, Person, Post
from tracker.plan import Action, Area, Outcome, Plan
from tracker.plan_as_at import PlanAsAt
from tracker.records import Record
from tracker.refusals import Refusal, Unknown, read_as
from tracker.screen import calendar_files, held, places, record_form
from tracker.screen.form import Form, dialog
from tracker.screen.marks import plain
from tracker.screen.record_fields import FORMS
from tracker.screen.visit import Visit
from tracker.words import counted, day_words, listed

PERSON = "person"


def steps(asked: Visit) -> None:
    """From nothing to a first plan: each step with what is there, and one button to go on."""
    plan = asked.readings.plan
    if asked.reads_only:
        st.markdown("Nothing of this plan can be shown yet.")
        return
    st.header("How to begin", anchor=False)
    st.page_link(
        places.pages()["bring_in"], label="**Bring in the plan you have**: Excel, Word or CSV",
        icon=places.ICONS["bring_in"], query_params=asked.address,
    )  # fmt: skip
    st.markdown(":gray[Or begin by hand:]")
    _step(asked, 1, "Name the plan and say when it starts", bool(plan.plan), Plan)
    _step(asked, 2, "Add the areas for improvement", bool(plan.areas), Area, len(plan.areas))
    _step(asked, 3, "Add the posts that will own actions", bool(plan.post), Post, len(plan.post))
    if plan.areas:
        done, area = len(plan.actions), plan.areas[0]
        _step(asked, 4, "Add actions to each area", bool(done), Action, done, within=area.ref)
    else:
        st.markdown("4. :gray[Add actions to each area: once there is an area.]")


def _step(
    asked: Visit, number: int, words: str, done: bool, kind: type[Record], count: int = 0,
    within: str = "",
) -> None:  # fmt: skip
    mark = ":material/check_circle:" if done else ":material/radio_button_unchecked:"
    told = f" :gray[{counted(count, NAMES_OF_KINDS[kind])} so far]" if count else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{number}. {mark} {words}{told}", width="content")
        if kind is Plan and done:
            record_form.change_button(asked.readings.plan.plan, place="step")  # type: ignore[arg-type]
        else:
            record_form.add_button(kind, within=within, place="step")


def partnership_and_plan(asked: Visit) -> None:
    """Whose plan this is, what it is called, when it runs."""
    plan = asked.readings.plan
    st.header("Partnership and plan", anchor=False)
    _line(plan.partnership, plan.partnership.name)
    if plan.plan:
        runs = f"from {day_words(plan.plan.starts_on)}"
        runs += f" to {day_words(plan.plan.ends_on)}" if plan.plan.ends_on else ""
        _line(plan.plan, plan.plan.title, runs)
    else:
        record_form.add_button(Plan)


def areas(asked: Visit) -> None:
    """The areas for improvement, and their outcomes."""
    plan = asked.readings.plan
    told = f"{counted(len(plan.areas), 'area')}, {counted(len(plan.outcome), 'outcome')}"
    none = "No area yet: begin with what inspectors asked for."
    with _part("Areas and outcomes", told, "" if plan.areas else none):
        for area in plan.areas:
            _line(area, f"{area.ref} {area.title}", strong=True)
            for outcome in [o for o in plan.outcome.values() if o.area_id == area.id]:
                _line(outcome, f"Outcome: {outcome.words}")
        with st.container(horizontal=True):
            record_form.add_button(Area)
            if plan.areas:
                record_form.add_button(Outcome)


def groups(asked: Visit) -> None:
    """Groups, and who reports to whom."""
    plan = asked.readings.plan
    none = "No group yet: the committees and boards that look at this plan."
    with _part("Groups", counted(len(plan.group), "group"), "" if plan.group else none):
        for group in sorted(plan.group.values(), key=lambda group: group.name):
            above = [plan.group[id_].name for id_ in group.reports_to if id_ in plan.group]
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _line(group, group.name, f"reports to {listed(above)}" if above else "")
                calendar_files.of_group(asked, group.id, "Its meetings for a calendar")
        record_form.add_button(Group)


def posts_and_people(asked: Visit) -> None:
    """Posts that can own actions, and the people who hold them."""
    plan = asked.readings.plan
    none = "No post yet: add those who will own actions."
    with _part("Posts", counted(len(plan.post), "post"), "" if plan.post else none):
        for post in sorted(plan.post.values(), key=lambda post: post.title):
            _line(post, post.title, _holder(plan, post))
        record_form.add_button(Post)
    if asked.may(Command.KEEP_PEOPLE):
        _people(asked)


def _people(asked: Visit) -> None:
    plan = asked.readings.plan
    known = sorted(plan.people.values(), key=lambda person: person.name)
    with _part("People", counted(len(known), "person", "people")):
        st.markdown(":gray[Names and e-mails stand here only, so that they can be erased.]")
        for person in known:
            _person(person)
        st.button(
            "Add a person", icon=":material/add:", type="tertiary",
            on_click=_open_person, args=(store.new_id(),),
        )  # fmt: skip
    if PERSON in st.query_params:
        dialog("A person", _person_form, _forget_person)(asked, st.query_params[PERSON])


def _holder(plan: PlanAsAt, post: Post) -> str:
    person = plan.people.get(post.person_id) if post.person_id else None
    told = [person.name] if person else []
    told += [f"until {day_words(post.ends_on)}"] if post.ends_on else []
    return ", ".join(told)


def _person(person: Person) -> None:
    st.button(
        _told(person.name, person.email), icon=":material/edit:", type="tertiary", wrap=True,
        key=f"person_{person.id}", help=f"Change {person.name}", on_click=_open_person,
        args=(person.id,),
    )  # fmt: skip


def _open_person(person: UUID) -> None:
    held.let_go(f"{PERSON}{person}")  # a form that was left by Back has not seen what came after
    st.query_params[PERSON] = str(person)


def _forget_person() -> None:
    held.let_go(f"{PERSON}{st.query_params.pop(PERSON, '')}")


def _person_form(asked: Visit, address: str) -> None:
    """The form of the person an address names; an id that nobody has is a new person."""
    try:
        id_ = UUID(address)
    except ValueError:
        raise Unknown("The address names nobody. Choose a person from the list.") from None
    person = asked.readings.plan.people.get(id_)
    name, slug = f"{PERSON}{id_}", asked.partnership.slug
    known = held.held(name, stood=(person,) if person else ())
    stood = next(iter(known.stood), None)
    form = Form(f"{known.save_id}_")
    form.line("name", "Name", stood.name if stood else "")
    form.line("email", "E-mail", stood.email if stood else "")
    pressed = form.saved()
    erased = person and st.button("Erase this name and e-mail for good", type="tertiary")
    try:
        if pressed:
            typed = read_as(Person, {"id": id_, **form.values})
            store.keep_person(
                asked.database, slug, typed, by=asked.by, save_id=known.save_id, seen=known.stood
            )
        elif erased:
            store.erase_person(asked.database, slug, id_, by=asked.by, seen=known.stood)
    except store.PersonChanged as conflict:
        held.has_seen(name, known, 0, conflict.now)
        form.say(Refusal(_meanwhile(conflict.now)))
    except Refusal as refusal:
        form.say(refusal)
    else:
        if pressed or erased:
            _forget_person()
            st.rerun()


def _meanwhile(now: tuple[Person, ...]) -> str:
    """What somebody else did with this person; people have no versions, so not who it was."""
    did = "erased this name and e-mail while you had them open"
    if person := next(iter(now), None):
        stands = f"{plain(person.name)}, {plain(person.email) or 'without an e-mail'}"
        did = f"changed this person while you had them open; what stands there now is **{stands}**"
    return (
        f"Somebody {did}. Nothing was saved, and what you typed still stands above. Press again to "
        "have it your way, or close this."
    )


def meetings(asked: Visit) -> None:
    """The meetings: changes are counted from the last one."""
    plan = asked.readings.plan
    none = "No meeting yet: changes are counted from the start of the plan."
    told = counted(len(plan.meetings), "meeting")
    with _part("Meetings", told, "" if plan.meetings else none):
        for meeting in reversed(plan.meetings):
            group = plan.owner_words(meeting.group_id)
            title = " · ".join(words for words in (meeting.title, group) if words)
            _line(meeting, day_words(meeting.on), title)
        record_form.add_button(Meeting)


def withdrawn(asked: Visit) -> None:
    """What has been withdrawn, who and why; each can be put back from its form."""
    found = [
        versions[-1]
        for by_record in asked.readings.plan.histories.values()
        for versions in by_record.values()
        if versions[-1].withdrawn and type(versions[-1].record) in FORMS
    ]
    if not found:
        return
    with _part("Withdrawn", counted(len(found), "record")):
        for version in found:
            noun = NAMES_OF_KINDS[type(version.record)]
            why = f"{noun}; {version.recorded_by}, {day_words(version.as_of)}: {version.reason}"
            _line(version.record, title_of(version.record), why)


@contextmanager
def _part(name: str, told: str, none: str = "") -> Iterator[None]:
    """One list of the plan, folded to how much is in it; open where it says `none`."""
    words = f"**{name}** :gray[{told}]"
    with st.expander(words, expanded=bool(none), key=f"part_{name}", on_change="rerun"):
        if none:
            st.markdown(f":gray[{none}]")
        with st.container(gap="xxsmall"):
            yield


def _line(record: Record, words: str, told: str = "", *, strong: bool = False) -> None:
    """A record by name, which opens its form, and what else is told of it."""
    record_form.change_button(record, _told(words, told, strong=strong))


def _told(words: str, more: str, *, strong: bool = False) -> str:
    """A name, and after it in grey what else is told, as markdown."""
    name = f"**{plain(words)}**" if strong else plain(words)
    return f"{name} :gray[{plain(more)}]" if more else name
