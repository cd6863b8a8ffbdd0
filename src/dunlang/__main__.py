"""The command ``dunlang``, and ``python -m dunlang``: the process is set up, then the command line is imported."""

from __future__ import annotations

import gc

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    # Imports and a run make many records and hardly a cycle: looking for cycles as often as by default costs a tenth.
    gc.set_threshold(100_000, 20, 20)
    from dunlang.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
