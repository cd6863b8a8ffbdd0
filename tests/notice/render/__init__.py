"""Letters written: the room's tests."""
