"""Who an owner's words name, as the SMART check and an import read them: one rule for both."""

import pytest
from builders import reference_lists
from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.plan_owners import may_be_a_post, owner_doubt, owner_words
from tracker.smart_owners import owner_kind
from tracker.smart_words import smart_words

ONE = [
    "Head of Service", "Head of Children's Services and Justice", "CSWO", "Lead Officer CPC",
    "Chair of CPC", "Chair, Child Protection Committee", "CPC Chair", "Service Manager (Fostering)",
    "Service Manager, Fostering and Adoption", "Team Leader - Throughcare", "DCI Jones",
    "Fostering Team Manager", "Fostering Team - Team Manager", "Group Manager",
    "Head of Education and Early Years", "Principal Speech and Language Therapist",
    "Jane Smith", "J Smith", "Jane Smith (Head of Service)", "Head of Service: Jane Smith", "DHT",
    "Jane Smith, Head of Education", "Chair of Quality and Performance Sub Group", "QIO",
    "Data Officer (supported by Policy team)", "Principal Educational Psychologist", "HoS (C&F)",
]  # fmt: skip
SEVERAL = [
    "Head of Service and Lead Officer", "Head of Service with Lead Nurse", "J Smith/K Brown",
    "Jane Smith & Kate Brown", "CSWO/ Head of Education", "Head of Service and Police Scotland",
    "Head of Service (with Lead Nurse)", "Lead Officer in partnership with Who Cares? Scotland",
    "Head of Education and Corporate Parenting Board", "Head of Service + team", "HoS & HoE",
    "Service Manager – Children & Families; Education Manager", "Isla Ross, Ewan Muir",
    "Director of Public Health and Chief Social Work Officer",
]  # fmt: skip
GROUPS = [
    "Chief Officers Group", "Chief Officers' Group", "COG", "CPC", "HSCP", "Locality Managers",
    "Heads of Service", "Senior Management Team", "Head Teachers Forum", "Lead Officers Group",
    "Health & Social Care Partnership", "Children's Services Planning Partnership", "CYPPB", "ADP",
    "Data and performance group", "Elected Members", "Named Person service", "Chief Officers",
]  # fmt: skip
SERVICES = [
    "Social Work", "Education", "Health and Education", "Social Work, Education, Health", "SCRA",
    "Police Scotland", "NHS Grampian", "Third Sector", "Children and Families", "HR", "CELCIS",
    "Who Cares? Scotland", "Business Support", "Barnardo's",
]  # fmt: skip


def kind(text: str) -> str:
    return owner_kind(text, owner_words())


@pytest.mark.parametrize("text", ONE)
def test_one_post_or_person_is_no_doubt(text) -> None:
    assert (kind(text), owner_doubt(text)) == ("one", "")


@pytest.mark.parametrize("text", SEVERAL)
def test_two_leads_and_a_lead_beside_others_are_several(text) -> None:
    assert kind(text) == "several"
    assert "several leads" in owner_doubt(text)


@pytest.mark.parametrize("text", GROUPS)
def test_a_group_is_asked_for_one_post(text) -> None:
    assert kind(text) == "group"
    assert owner_doubt(text).endswith("is a group. Name one post.")
    assert not may_be_a_post(text)


@pytest.mark.parametrize("text", SERVICES)
def test_a_service_is_asked_for_one_post(text) -> None:
    assert kind(text) == "organisation"
    assert owner_doubt(text).endswith("Name one post.")


def test_letters_nobody_explains_are_asked_about_and_may_still_be_a_post() -> None:
    assert owner_doubt("SXQLD") == "“SXQLD” does not say which post this is. Name one post."
    assert may_be_a_post("SXQLD")


def test_the_import_reads_the_words_that_the_settings_hold() -> None:
    assert owner_words() is smart_words(reference_lists())


@given(st.text(max_size=80))
def test_any_owner_is_answered(text) -> None:
    assert owner_kind(text, owner_words()) in {
        "one", "several", "group", "organisation", "nobody", "unclear", "",
    }  # fmt: skip
    assert owner_doubt(text) == "" or owner_doubt(text).endswith(".")
