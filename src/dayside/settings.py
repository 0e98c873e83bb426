"""What an operator can set: by argument, environment or TOML file, in this order."""

from __future__ import annotations

import ipaddress
import os
import sys
import tomllib
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, SettingsConfigDict

from dayside.model.errors import BadRequest, nearest

Words = Annotated[tuple[str, ...], NoDecode]
"""Several words: a list in TOML, separated by commas or spaces in the environment."""


class Settings(BaseSettings):
    """Settings of a server; each is also the environment variable ``DAYSIDE_<NAME>``.

    Attributes
    ----------
    archive : str
        Directory or ``s3://…`` of the archive; by default in the user's data folder.
    index_url : str or None
        ``postgresql://…`` of its index; None is an SQLite file in the archive.
    host, port : str, int
        Where the server listens.
    root_path : str
        Path under which a proxy mounts the application, e.g. ``/data``.
    public_url : str
        Address under which the world sees it, e.g. ``https://example.org/data``.
    hosts : tuple of str
        Host names answered to, besides addresses, ``localhost`` and that of `public_url`;
        empty means any, unless the server listens on loopback only.
    token : SecretStr or None
        Whoever bears it may read private datasets and write.
    remote_servers : tuple of str
        Names of known HAPI servers (``cdaweb``, ``amda``, …) or addresses to offer too.
    requests_per_client : int
        Most data streams one client may have running at once; 0 is no limit.
    max_rows : int
        Most samples of one answer; 0 is no limit.
    max_duration_s : float
        Longest interval of one answer, s; 0 is no limit.
    max_look_bytes : int
        Most bytes of files dropped to be looked at; 0 turns that off.
    executor : str
        Where heavy work is done: ``local``, ``local?threads=4``, ``dask://host:port`` or
        ``dask://local?workers=2``.
    job_threads : int
        How many jobs this server runs at once; 0 leaves them to other servers.
    jobs_per_user : int
        Most jobs of one user that are not over; 0 is no limit.
    keep_jobs_s : float
        How long a job is kept after it was asked for, s.
    max_job_bytes : int
        Largest file that a job may bring; 0 is no limit.
    server_id : str
        Name of the server for machines.
    title, description, contact, citation : str
        How the server presents itself.

    Examples
    --------
    >>> Settings(root_path="data/").root_path
    '/data'
    """

    model_config = SettingsConfigDict(env_prefix="DAYSIDE_", extra="forbid", frozen=True)

    archive: str = Field(default_factory=lambda: str(data_folder() / "archive"))
    index_url: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    root_path: str = ""
    public_url: str = ""
    hosts: Words = ()
    token: SecretStr | None = None
    remote_servers: Words = ()
    requests_per_client: int = Field(16, ge=0)
    max_rows: int = Field(1_000_000_000, ge=0)
    max_duration_s: float = Field(0.0, ge=0)
    max_look_bytes: int = Field(512 << 20, ge=0)
    executor: str = "local"
    job_threads: int = Field(2, ge=0, le=64)
    jobs_per_user: int = Field(16, ge=0)
    keep_jobs_s: float = Field(7 * 86400.0, gt=0)
    max_job_bytes: int = Field(4 << 30, ge=0)
    server_id: str = "dayside"
    title: str = "Dayside"
    description: str = "An open planetary plasma data system."
    contact: str = ""
    citation: str = ""

    @field_validator("hosts", "remote_servers", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("root_path")
    @classmethod
    def _one_leading_slash(cls, value: str) -> str:
        inner = value.strip("/")
        return f"/{inner}" if inner else ""

    @field_validator("public_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        if value and (
            urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc
        ):
            raise ValueError("write it whole, like https://example.org/data")
        return value.rstrip("/")

    @field_validator("token")
    @classmethod
    def _not_empty(cls, value: SecretStr | None) -> SecretStr | None:
        # An empty DAYSIDE_TOKEN is no token: it must not let everybody in.
        return value if value is not None and value.get_secret_value() else None

    @classmethod
    def load(cls, file: Path | str | None = None, **given: Any) -> Self:
        """Return the settings: what is `given`, then the environment, then a TOML file.

        Parameters
        ----------
        file : path, optional
            By default that of ``DAYSIDE_CONFIG``, if set.

        Raises
        ------
        BadRequest
            If the file cannot be read or a setting is unknown or wrong.
        """
        path = file or os.environ.get("DAYSIDE_CONFIG")
        said = _read_toml(Path(path)) if path else {}
        for key in said:
            if key not in cls.model_fields:
                raise BadRequest(f"{path}: no setting {key!r}." + nearest(key, cls.model_fields))
        try:
            return cls(**(said | EnvSettingsSource(cls)() | given))
        except ValidationError as error:
            raise BadRequest("; ".join(_told(e) for e in error.errors())) from error

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def open_writes(self) -> bool:
        """Whether writes need no token: only this machine can reach the server, no proxy can."""
        behind_proxy = bool(self.public_url or self.root_path)
        return self.on_loopback and not behind_proxy and self.token is None

    @property
    def allowed_hosts(self) -> frozenset[str] | None:
        """Host names answered to besides addresses and ``localhost``; None is any."""
        named = {h.lower() for h in self.hosts}
        if self.public_url:
            named.add((urlsplit(self.public_url).hostname or "").lower())
        return frozenset(named) if self.hosts or self.on_loopback else None


def data_folder() -> Path:
    """Return where this user's data belong, by the custom of the operating system."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "dayside"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "dayside"
    named = os.environ.get("XDG_DATA_HOME", "")
    return (Path(named) if named else Path.home() / ".local" / "share") / "dayside"


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadRequest(f"Settings file {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRequest(f"Settings file {path} is no TOML: {error}.") from error


def _told(error: Any) -> str:
    # The value is left out: it may be a secret.
    return f"Setting {'.'.join(str(part) for part in error['loc'])}: {error['msg']}."
