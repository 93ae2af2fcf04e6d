"""A Redis server that can be stopped and started as a machine that fails."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry


@dataclass
class RedisServer:
    """A server that keeps what it was told over restarts."""

    program: str
    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        """Return what workers are told."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def client(self) -> Redis:
        """Return a connection of the test's own, which waits until the server is up."""
        return Redis(port=self.port, decode_responses=True, retry=Retry(ConstantBackoff(0.05), 200))

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self.folder, "save": "", "appendonly": "yes"}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self.process = subprocess.Popen([self.program, *words], stdout=subprocess.DEVNULL)
        self.client.ping()

    def stop(self) -> None:
        """Stop at once."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """Let it take connections, and answer nothing."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it answer again."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)
