"""What the documents say is so: commands, quotations, decisions, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
DOCUMENTS = [
    ROOT / name
    for name in (
        "README.md", "DEVELOPING.md", "GLOSSARY.md", "SECURITY.md", "deploy/RUNBOOK.md",
        "docs/settings.md", "docs/hazards.md", "docs/import.md", "docs/faults.md",
    )
]  # fmt: skip
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)[^)]*\)")
INTENDED_USE = (
    "ThighCare helps people aged 16 and over with ache at the back of the thigh to record symptoms,"
)
PROMISE = "is not lost by the failure of any one process, Redis included."


def targets() -> set[str]:
    """Return what the Makefile can make."""
    text = (ROOT / "Makefile").read_text()
    return set(re.findall(r"^([a-z]+):", text, flags=re.MULTILINE))


def test_the_readme_begins_with_what_a_fresh_machine_needs() -> None:
    first = README.split("```")[0]

    for needed in ("Python 3.11", "venv", "make", "chromium", "postgresql", "redis-server"):
        assert needed in first


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_command_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", document.read_text(), flags=re.MULTILINE))

    assert named <= targets()


def test_the_readme_names_the_two_commands() -> None:
    block = README.split("```")[1]

    assert re.findall(r"^make (\w+)", block, flags=re.MULTILINE) == ["run", "test"]


def test_the_readme_says_what_thighcare_is_not() -> None:
    assert INTENDED_USE in README
    assert "It does not diagnose" in README
    assert "not a medical device" in README
    assert PROMISE in README
    assert "It is not a diagnosis and nobody is watching your entries live." in README


def test_the_phone_shows_the_same_intended_use_as_the_readme() -> None:
    shown = (ROOT / "pwa/static/pwa/screens/welcome.js").read_text()
    said = re.search(r"> (ThighCare helps people.*?clinician set the plan\.)", README)

    assert said
    assert said[1] in shown


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem[:4])
def test_a_decision_has_date_status_context_decision_and_consequences(decision: Path) -> None:
    text = decision.read_text()
    heads = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)

    assert re.match(rf"# {decision.stem[:4]}: ", text)
    assert re.search(r"Date: \d{4}-\d{2}-\d{2}", text)
    assert re.search(r"Status: (accepted|proposed|replaced by \d{4})", text)
    assert [head for head in heads if head in {"Context", "Decision", "Consequences"}] == [
        "Context",
        "Decision",
        "Consequences",
    ]
    assert text.count("\n") <= 60, "one screen"


def test_no_two_decisions_share_a_number() -> None:
    numbers = [decision.stem[:4] for decision in DECISIONS]

    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    local = [link for link in LINK.findall(document.read_text()) if "://" not in link]

    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_table_has_one_row_for_each_thing(document: Path) -> None:
    twice, seen = [], set[str]()
    for line in document.read_text().splitlines():
        if not line.startswith("|"):
            seen.clear()  # another table
            continue
        thing = line.split("|")[1].strip()
        if thing in seen:
            twice.append(thing)
        seen.add(thing)

    assert twice == []


def test_the_glossary_gives_each_word_one_place_in_order() -> None:
    rows = re.findall(r"^\| (?!word|---)([^|]+?) \|", (ROOT / "GLOSSARY.md").read_text(), re.M)

    assert rows == sorted(rows)
    assert len(rows) == len(set(rows))


def test_files_that_the_hazard_log_counts_on_are_there() -> None:
    text = (ROOT / "docs" / "hazards.md").read_text()
    families = set(re.findall(r"`(?:red_flags/)?([a-z]+\.toml)`", text)) - {
        "emergency_numbers.toml"
    }
    named = set(re.findall(r"`([a-z_]+/[a-z_/]*\.?[a-z]+)`", text))

    for family in families:
        assert (ROOT / "triage/knowledge/red_flags" / family).is_file(), family
    for name in named - {"red_flags/ces.toml", "parts/box.js"}:
        assert (ROOT / name).exists(), name
