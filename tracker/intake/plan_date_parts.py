"""The pieces of which the forms of dates are made: months, days, years, quarters, terms."""

NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {name[:3]: number for number, name in enumerate(NAMES, 1)}
SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 12}
MON = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else "may" for name in NAMES)
MON = MON.replace("sep(?:tember)?", "sep(?:t(?:ember)?)?")
# “may” is a word too: a month without its year begins with a capital letter.
CAPITAL_MON = "|".join(
    f"{name[:3].title()}(?:{name[3:]})?" if name != "may" else "May" for name in NAMES
).replace("Sep(?:tember)?", "Sep(?:t(?:ember)?)?")
M = rf"\b(?P<m>{MON})\b\.?"
Y4 = r"(?:19|20|21)\d\d"
Y = rf"(?P<y>{Y4}|\d\d)(?!\d)"
E = rf"(?P<e>{Y4}|\d\d)(?!\d)"
TO_E = rf"(?:[/\-–]{E})?"
# A point and a blank after a figure number an item: “1. March 2025”.
OR = r"(?:[ \-/,–]{0,3}|\.)(?:of )?"
Y_AFTER = rf"[ \-/.,–]{{0,3}}(?:of )?['’‘]?{Y}(?!%)"
ORDINAL = r"(?: ?(?:st|nd|rd|th)\b)?"
# “Phase 2 Mar 2017” names a phase and a month.
NO_DAY = "".join(f"(?<!{word} )" for word in ("phase", "stage", "part", "step", "year", "wave"))
D = rf"(?<!\d){NO_DAY}(?P<d>\d{{1,2}}){ORDINAL}"
QUARTERS = {
    word: number
    for number, words in enumerate(("1st|first", "2nd|second", "3rd|third", "4th|fourth|last"), 1)
    for word in words.split("|")
}
QTR = (
    r"(?:\bq(?:uarter|tr)?\.? ?(?P<q>[1-4])\b|"
    rf"\b(?P<qw>{'|'.join(QUARTERS)}) (?:quarter|qtr)\b)"
)
FIN = r"(?:financial year|fiscal year|fin\.? year|fy) ?"
END_FIN = rf"(?P<end>\bend (?:of )?(?:the )?)?(?P<fin>{FIN})?(?<![\d/])"
Q_YEAR = rf"(?P<y>{Y4}|\d\d(?=[/\-]))"
TERM = (
    r"(?:(?:school|academic) (?:year|session|term)|"
    r"(?:end of|this|next) (?:the )?(?:summer |school )?(?:term|session)|\bsession)"
)
A_DAY = (
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? ?(?:{MON})\w* ?\d{{2,4}})"
)
