"""The edge where files, settings and the clock are met: everything below takes texts, records and dates.

Files are read strictly and written whole or not at all. What a user got wrong comes back as findings; nothing here
raises for it.
"""
