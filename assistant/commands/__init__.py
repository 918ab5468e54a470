"""The commands of `sitrep`, one file a subject; `assistant.__main__` loads each when it is called."""
