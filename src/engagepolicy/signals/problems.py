"""What goes wrong with a store that is a file or a server, said so that whoever runs it can mend it."""

from __future__ import annotations


class StoreError(Exception):
    """A store of signals cannot be opened, reached, read or written; the text says which, why, and what to do.

    Nothing of what the store holds is in the text, and no password.
    """


class NotAStore(StoreError):
    """A file is no store of signals, or one of a later version of this package. It is left as it is."""
