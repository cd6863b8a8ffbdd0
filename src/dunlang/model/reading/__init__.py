"""From tree to policy, one file per part of the language. Every reader takes a :class:`~.desk.Desk` and nodes, gives
a record (or None) and leaves its findings on the desk; nothing raises for a user's mistake."""
