"""Searching the words of a plan: whole, begun, misspelt; and nothing that is not there."""

from uuid import UUID, uuid4

import builders as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import store
from tracker.search import Index, Passage, passages, words_of

AUDIT, VISIT, CAFE = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(
        {
            AUDIT: (
                Passage("title", "Multi-agency audits of neglect"),
                Passage("owner", "Head of Policy"),
                Passage("updates", "Supervision was late. Children’s views were heard."),
            ),
            VISIT: (Passage("title", "Visits"), Passage("updates", "The supervison rota is full.")),
            CAFE: (Passage("title", "Café for carers"), Passage("reference", "3.6")),
        }
    )


def found(index: Index, question: str) -> set[UUID]:
    answer = index.search(question)
    assert answer is not None
    return set(answer.ids)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("neglect", {AUDIT}),
        ("negelct", {AUDIT}),  # swapped
        ("neglct", {AUDIT}),  # missing
        ("negglect", {AUDIT}),  # one too many
        ("meglect", {AUDIT}),  # the wrong one
        ("suprvision", {AUDIT}),
        ("supervision", {AUDIT, VISIT}),  # misspelt in the plan
        ("NEGLECT Audit", {AUDIT}),
        ("neglect visit", set()),  # all of them, in one record
        ("aud", {AUDIT}),  # not typed to its end
        ("neglc", {AUDIT}),
        ("audit policies", {AUDIT}),  # the other number
        ("cafe", {CAFE}),
        ("CAFÉ", {CAFE}),
        ("children's", {AUDIT}),
        ("childrens", {AUDIT}),
        ("multi-agency", {AUDIT}),
        ("3.6", {CAFE}),
        ("3.7", set()),  # a reference is right or wrong
        ("hte", set()),  # too short to guess
        ("x" * 500, set()),
        ("<script>alert(1)</script>", set()),
    ],
)
def test_a_search_finds_what_people_mean(index: Index, question: str, expected: set[UUID]) -> None:
    assert found(index, question) == expected


@pytest.mark.parametrize("question", ["", "   ", "?!", "“”", "-"])
def test_a_question_without_words_asks_nothing(index: Index, question: str) -> None:
    assert index.search(question) is None


def test_a_search_says_where_it_found_the_words(index: Index) -> None:
    answer = index.search("audit supervision")
    assert answer is not None
    assert answer.where(AUDIT) == ("title", "updates")


def test_a_search_says_which_words_stood_in_for_a_slip(index: Index) -> None:
    answer, exact = index.search("negelct audit"), index.search("neglect")
    assert answer and exact
    assert answer.instead == {"negelct": ("neglect",)}
    assert not exact.instead


def test_a_word_that_is_in_the_plan_is_taken_as_written() -> None:
    form, from_ = uuid4(), uuid4()
    index = Index({form: [Passage("title", "A form")], from_: [Passage("title", "From May")]})
    assert found(index, "form") == {form}


def test_an_empty_plan_finds_nothing() -> None:
    assert found(Index({}), "anything") == set()


words = st.text("abcdeé’- 12.", max_size=30)


@given(st.lists(st.lists(words, max_size=4), max_size=6), st.data())
def test_every_record_is_found_by_each_beginning_of_each_of_its_words(
    texts: list[list[str]], data: st.DataObject
) -> None:
    its = {UUID(int=n): [Passage("", text) for text in t] for n, t in enumerate(texts)}
    index = Index(its)
    for record, about in its.items():
        stated = [word for passage in about for word in words_of(passage.text)]
        if stated:
            word = data.draw(st.sampled_from(stated))
            begun = word[: data.draw(st.integers(1, len(word)))]
            if words_of(begun) == [begun]:
                assert record in found(index, begun)


@given(words, words)
def test_more_words_never_find_more(first: str, second: str) -> None:
    its = {
        UUID(int=n): [Passage("", text)] for n, text in enumerate([first, second, "abc", "bead"])
    }
    index = Index(its)
    one, both = index.search(first), index.search(f"{first} {second}")
    if one and both:
        assert both.ids <= one.ids


def test_an_action_is_found_by_everything_said_about_it() -> None:
    area = b.an_area(title="Neglect", wording="Raise the quality of chronologies.")
    outcome = b.an_outcome(words="Babies are safe.")
    measure = b.a_measure(title="Visits kept")
    post = b.a_post(title="Chief Nurse")
    action = b.an_action(
        title="Toolkit", what="A protocol is signed", owner_id=post.id, outcome_id=outcome.id,
        measure_ids=(measure.id,), resources="Two trainers",
    )  # fmt: skip
    plan = b.a_plan_as_at(area, outcome, measure, post, action)
    index = Index(passages(plan, {action.id: ["The sheriff agreed."]}))
    for question in (
        "1.1", "toolkit", "protocol", "nurse", "sheriff", "neglect", "chronologies", "babies",
        "visits", "trainers", "toolkit nurse sheriff babies",
    ):  # fmt: skip
        assert action.id in found(index, question), question
    assert found(index, "chronologies") == {action.id, area.id}
    assert measure.id in found(index, "visits kept")


def test_a_withdrawn_action_can_be_found_to_be_put_back() -> None:
    action = b.an_action(title="Newsletter")
    plan = b.a_plan_as_at(b.an_area(), action, b.stated(action, b.TODAY, withdrawn=True))
    assert found(Index(passages(plan, {})), "newsletter") == {action.id}


def test_the_words_of_every_report_are_read_as_at_the_day(plan_database: store.Database) -> None:
    early, late = b.START, b.TODAY
    first = b.an_update(as_of=early, done="Sheriff met.", needed="A room")
    b.keep(plan_database, first, b.an_update(as_of=late, done="Signed."))
    action = b.an_action().id
    assert store.update_words(plan_database, b.SLUG, late) == {
        action: ("Signed.", "Sheriff met. A room")
    }
    assert store.update_words(plan_database, b.SLUG, early) == {action: ("Sheriff met. A room",)}
    b.keep(plan_database, b.stated(first, early, withdrawn=True, reason="wrong"))
    assert store.update_words(plan_database, b.SLUG, late) == {action: ("Signed.",)}
    assert store.update_words(plan_database, "elsewhere", late) == {}
