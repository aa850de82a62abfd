"""The one exception that a user of the recorder sees."""


class XrayError(Exception):
    """The recorder cannot go on. `str(error)` is one clear sentence for the user, shown without a traceback."""
