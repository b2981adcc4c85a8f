"""The owners a plan names: known, new, in doubt, and posts to write instead of people's names."""

from collections.abc import Sequence

import streamlit as st

from tracker.intake.owner_words import OwnerWords
from tracker.screen.import_draft import Work
from tracker.screen.marks import plain
from tracker.screen.paging import cut, page_of
from tracker.words import counted

LISTED = 12


def finding(work: Work) -> str:
    """The headline: how many owners, and how many of them need a look."""
    owners = work.owners
    if not owners:
        return "No owners are named in this sheet"
    look = len(_in_doubt(owners)) + len(_names(owners))
    return f"{counted(len(owners), 'owner')}, {look} to look at" if look else (
        f"{counted(len(owners), 'owner')}, each one post"
    )  # fmt: skip


def show(work: Work) -> None:
    """Names first, then what names no one post, then what is simply known or new."""
    owners = work.owners
    if not owners:
        st.markdown(
            "An action without an owner comes in, and is shown as a gap until one is named."
        )
        return
    _people(work, _names(owners))
    _doubtful(work, _in_doubt(owners))
    rest = [owner for owner in owners if not owner.person and not owner.doubt]
    _listed("New posts", [owner for owner in rest if not owner.known])
    _listed("Known already", [owner for owner in rest if owner.known])


def _names(owners: Sequence[OwnerWords]) -> list[OwnerWords]:
    return [owner for owner in owners if owner.person and not owner.known]


def _in_doubt(owners: Sequence[OwnerWords]) -> list[OwnerWords]:
    return [owner for owner in owners if owner.doubt and not owner.person]


def _people(work: Work, names: Sequence[OwnerWords]) -> None:
    """A switch, and a field for each name; a field left empty keeps the name."""
    if not names:
        return
    st.header("Names of people", anchor=False)
    key = f"import_names_{work.draft.id}"

    def switch() -> None:
        work.change(names_stay=not st.session_state[key])

    instead = st.toggle(
        "Write posts instead of names", not work.draft.names_stay, key=key, on_change=switch
    )
    st.markdown(
        ":gray[A plan with posts outlives the people in them. A field left empty keeps the name. "
        "The file itself is kept as it came, names and all.]"
    )
    if not instead:
        st.markdown(", ".join(plain(cut(owner.text, 60)) for owner in names[:LISTED]))
        return
    with page_of(names, f"names_{work.draft.id}") as shown:
        for owner in shown:
            _post(work, owner, owner.post, "Keep the name")


def _doubtful(work: Work, owners: Sequence[OwnerWords]) -> None:
    if not owners:
        return
    st.header("Not one post", anchor=False)
    st.markdown(
        ":gray[Kept as written these become groups, and each action says that nobody owns it yet. "
        "Name the post that answers for it, or leave it open.]"
    )
    with page_of(owners, f"doubtful_{work.draft.id}") as shown:
        for owner in shown:
            _post(work, owner, "", "Keep as written", owner.doubt)


def _post(work: Work, owner: OwnerWords, suggested: str, empty: str, doubt: str = "") -> None:
    """One owner's words, and the post to write for them: a known one, or one typed in."""
    key = f"import_post_{work.draft.id}_{owner.text[:200]}"
    chosen = work.draft.posts.get(owner.text)

    def choose() -> None:
        posts = {**work.draft.posts}
        posts.pop(owner.text, None)
        if st.session_state[key]:
            posts[owner.text] = st.session_state[key]
        work.change(posts=posts)

    known = sorted({post.title for post in work.plan.post.values()})
    options = list(dict.fromkeys(words for words in (suggested, chosen, *known) if words))
    words, post = st.columns([60, 40], vertical_alignment="center", gap="small")
    said = f"  \n:gray[{plain(cut(doubt, 200))}]" if doubt else ""
    beside = f"  \n:gray[beside the name: {plain(cut(suggested, 80))}]" if suggested else ""
    rows = counted(owner.rows, "action")
    words.markdown(f"**{plain(cut(owner.text, 80))}** :gray[{rows}]{said}{beside}")
    post.selectbox(
        f"Post for {cut(owner.text, 60)}", options,
        index=options.index(chosen) if chosen else None, key=key, on_change=choose,
        placeholder=empty, accept_new_options=True, label_visibility="collapsed",
    )  # fmt: skip


def _listed(words: str, owners: Sequence[OwnerWords]) -> None:
    if not owners:
        return
    st.header(f"{words} :gray[{len(owners)}]", anchor=False)
    with page_of(owners, f"owners_{words}", 60) as shown:
        st.markdown(", ".join(plain(cut(owner.text, 80)) for owner in shown))
