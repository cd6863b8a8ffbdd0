"""``python -m dunlang``: the same as the command ``dunlang``."""

from dunlang.cli.main import main

if __name__ == "__main__":
    main()
