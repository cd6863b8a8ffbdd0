"""What a run on this machine sets, without starting Spark."""

from __future__ import annotations

import os

import pytest

from dunlang.project.spark.session import _memory


@pytest.mark.parametrize(
    ("gigabytes", "taken"), [(4, "2048m"), (16, "4096m"), (23, "5888m"), (256, "8192m"), (None, "2048m")]
)
def test_memory_is_a_quarter(monkeypatch: pytest.MonkeyPatch, gigabytes: int | None, taken: str) -> None:
    """A quarter of the machine within bounds; the least where the system does not tell."""

    def sysconf(name: str) -> int:
        if gigabytes is None:
            raise ValueError(name)
        return {"SC_PHYS_PAGES": gigabytes * 2**18, "SC_PAGE_SIZE": 2**12}[name]

    monkeypatch.setattr(os, "sysconf", sysconf)
    assert _memory() == taken
