"""Records real PySpark runs."""

__version__ = "1.1.0"
