"""The lexicons, one file a language: what the things of a dunning letter are called in it."""
