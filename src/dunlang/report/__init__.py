"""How anything is shown: one writer per format, each a pure function from records to text.

Nothing here reads a file, a clock or the environment, and nothing here decides: what is found or due was decided
below. The same records give the same bytes. Writers of findings: :mod:`.full`, :mod:`.concise`, :mod:`.json`,
:mod:`.sarif`, :mod:`.github`; of schedules and worklists: :mod:`.schedule_table`, :mod:`.schedule_json`,
:mod:`.worklist_table`, :mod:`.worklist_csv`, :mod:`.worklist_json`, and a whole page in :mod:`.html`.
"""
