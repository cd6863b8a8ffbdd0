"""Tests of the room `notice`."""
