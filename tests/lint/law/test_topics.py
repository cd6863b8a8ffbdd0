"""The topics of facts: what rules read, what the guide to the law data lists, and what the data have."""

from __future__ import annotations

import re
from pathlib import Path

import dunlang.law
import dunlang.lint
from tests.lint.policies import book

LINT = Path(dunlang.lint.__file__ or "").parent
GUIDE = Path(dunlang.law.__file__ or "").parent / "data" / "README.md"


def listed() -> set[str]:
    """The topics in the table of the guide."""
    table = GUIDE.read_text("utf-8").partition("| topic |")[2]
    return set(re.findall(r"^\| `([a-z-]+)(?:…)?` \|", table, re.MULTILINE))


def test_the_guide_lists_the_topics_that_rules_read() -> None:
    """Each topic that a rule asks for stands in the guide, and none that no rule asks for."""
    texts = [path.read_text("utf-8") for path in sorted(LINT.rglob("*.py"))]
    read = {topic for text in texts for topic in re.findall(r'\.facts\(\s*"([a-z-]+)"', text)}
    assert listed() - {"sector-"} == read


def test_each_topic_that_is_read_is_in_the_data() -> None:
    """A rule that waits for a topic that no country has would never speak."""
    laws = [law for code in book().countries() if (law := book().country(code)) is not None]
    topics = {fact.body.topic for law in laws for fact in law.provisions("fact")}
    assert {topic for topic in listed() if topic != "sector-"} <= topics
    assert any(topic.startswith("sector-") for topic in topics)
