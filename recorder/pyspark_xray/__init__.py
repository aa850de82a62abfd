"""Records real PySpark runs."""
__version__ = "1.0.0"
