"""Letters as files: plain text, HTML, a mail that a mail program opens, PDF. The same letter gives the same bytes."""
