"""What a letter says: on each path through its template, in its words, and its text when it is written."""
