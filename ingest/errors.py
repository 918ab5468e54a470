"""What can go wrong while reports come in, each with one line that says what to do.

SitrepError            what the caller must mend; `exit_code` is the command line's
├── SettingsError      a setting that makes no sense
├── ReportError        one report could not be read (the others go on)
├── ArchiveError       the archive cannot be opened or written (newer version, disk full, no rights)
│   └── UnknownReport  the archive has no report of that id
├── IndexMismatch      the vector index was built with another embedder
├── BusyError          another process is writing
└── UnreachableError   a server that is needed does not answer
    └── EmbedderUnavailable
"""

from __future__ import annotations


class SitrepError(Exception):
    """Base of every error meant for a person: its text is one line, what failed and what to do."""

    exit_code = 1


class SettingsError(SitrepError):
    """A setting (environment variable, sitrep.toml or option) that cannot be used."""

    exit_code = 2


class ReportError(SitrepError):
    """One report cannot be read; the text says which part of it and why."""


class ArchiveError(SitrepError):
    """The archive cannot be opened or written."""

    exit_code = 3


class UnknownReport(ArchiveError, LookupError):
    """The archive has no such report."""

    exit_code = 2


class IndexMismatch(SitrepError):
    """The vectors were made by another embedder than the one in use."""

    exit_code = 2


class BusyError(SitrepError):
    """Another process holds the writer's lock."""

    exit_code = 3


class UnreachableError(SitrepError):
    """A server that is needed does not answer."""

    exit_code = 3


class EmbedderUnavailable(UnreachableError):
    """The embedder cannot be used on this machine or its server does not answer."""
