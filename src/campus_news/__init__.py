"""Meeting reports in, a school's news section out."""

__version__ = "0.1.0"
