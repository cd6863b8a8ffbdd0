"""The command line: one file per command, each importing what it needs when it runs.

Exit codes: 0 without errors, 1 for errors found, 2 for wrong usage and input that cannot be read. Results go to
standard output, words about the run itself to standard error, and no mistake of a user shows a traceback.
"""
