"""Two versions put together: nothing either of them said is lost, nothing is decided unasked."""

from hypothesis import given
from hypothesis import strategies as some

from tracker.merging import merged, same

VALUES = some.one_of(
    some.none(), some.sampled_from(["", " ", "a", "b", "a "]),
    some.lists(some.sampled_from("xyz")).map(tuple),
)  # fmt: skip
RECORDS = some.fixed_dictionaries(dict.fromkeys(("one", "two", "three"), VALUES))


def label(name: str) -> str:
    return name.capitalize()


@given(RECORDS, RECORDS, RECORDS)
def test_every_field_is_as_somebody_said_it(was, theirs, mine):
    found = merged(was, theirs, mine, label)
    clashes = {clash.field for clash in found.clashes}
    for name in was:
        i_did, they_did = not same(mine[name], was[name]), not same(theirs[name], was[name])
        differ = not same(mine[name], theirs[name])
        assert (name in clashes) == (i_did and they_did and differ)
        assert same(found.values[name], mine[name] if i_did else theirs[name])


@given(RECORDS, RECORDS, RECORDS)
def test_what_is_put_together_is_said_so(was, theirs, mine):
    found = merged(was, theirs, mine, label)
    told = {one.field for one in (*found.theirs, *found.mine, *found.clashes)}
    assert told == {name for name in was if not same(theirs[name], mine[name])}


@given(RECORDS, RECORDS)
def test_one_who_changed_nothing_takes_over_everything(was, theirs):
    found = merged(was, theirs, was, label)
    assert found.clashes == () and found.mine == ()
    assert all(same(found.values[name], theirs[name]) for name in was)


@given(RECORDS, RECORDS, RECORDS)
def test_a_field_that_was_not_asked_is_as_theirs(was, theirs, mine):
    found = merged(was, theirs | {"ref": "3.3"}, mine, label)
    assert found.values["ref"] == "3.3"


def test_of_two_texts_both_can_stand_and_of_two_lines_one():
    was, theirs, mine = ({"done": words, "title": words} for words in ("", "Theirs.", "Mine."))
    text, line = merged(was, theirs, mine, label, frozenset({"done"})).clashes
    assert (text.label, text.both) == ("Done", "Theirs.\n\nMine.")
    assert line.both is None


def test_of_two_lists_both_can_stand_with_nothing_twice():
    (clash,) = merged(
        {"posts": ("a",)}, {"posts": ("a", "b")}, {"posts": ("c", "a")}, label
    ).clashes
    assert clash.both == ("a", "b", "c")
