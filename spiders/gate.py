"""A proxy on this machine for a browser, which by itself would go anywhere: it connects to public addresses only.

Whatever a page makes the browser ask for (redirects, scripts' requests, sockets) comes through here, and the connection
is made to the very address that was judged.
"""

from __future__ import annotations

import asyncio
import re
import socket
from asyncio import StreamReader, StreamWriter
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from spiders.addresses import is_public

# Heads of requests are shorter; a longer one is an attack.
MAX_HEAD: Final = 64 * 1024
CHUNK: Final = 64 * 1024
REQUEST_LINE: Final = re.compile(r"([A-Z]+) (\S+) (HTTP/1\.[01])")
# Headers between a client and its proxy. Each connection carries one request: the next may be for another host.
HOP_HEADERS: Final = ("connection:", "proxy-connection:", "keep-alive:", "proxy-authorization:")
# With a body: a browser shows an answer without one as a failure of the network.
REFUSED: Final = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\nConnection: close\r\n\r\nRefused"
CONNECTED: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Wish(NamedTuple):
    """Where a client wants to go, and what is to be sent there first."""

    host: str
    port: int
    head: bytes
    is_tunnel: bool


class Gate:
    """The proxy. Its port is taken at once, so that a browser can be told of it; it serves when it is started."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def start(self) -> None:
        """Begin to serve."""
        self._server = await asyncio.start_server(self._serve, sock=self._socket, limit=MAX_HEAD)

    def stop(self) -> None:
        """Serve no more."""
        if self._server:
            self._server.close()
        self._socket.close()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            wish = _wish((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            address = await self._address(wish) if wish else None
            if wish is None or address is None:
                writer.write(REFUSED)
                return
            await _join(reader, writer, wish, address)
        except (OSError, EOFError, asyncio.LimitOverrunError):
            # Either end has hung up, or is not there: the browser sees it by the closed connection.
            pass
        finally:
            writer.close()

    async def _address(self, wish: Wish) -> str | None:
        """Return an address of the host that may be connected to."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(wish.host, wish.port, type=socket.SOCK_STREAM)
        addresses = [str(place[0]) for *_, place in found]
        return next((text for text in addresses if self._allow_private or is_public(ip_address(text))), None)


async def _join(reader: StreamReader, writer: StreamWriter, wish: Wish, address: str) -> None:
    """Connect to an address, and pass on what either end says until both have said all."""
    far_reader, far_writer = await asyncio.open_connection(address, wish.port)
    try:
        if wish.is_tunnel:
            writer.write(CONNECTED)
        far_writer.write(wish.head)
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))
    finally:
        far_writer.close()


async def _pass_on(reader: StreamReader, writer: StreamWriter) -> None:
    while chunk := await reader.read(CHUNK):
        writer.write(chunk)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


def _wish(head: str) -> Wish | None:
    """Return where a request to a proxy wants to go; None where it is none."""
    line, _, headers = head.partition("\r\n")
    found = REQUEST_LINE.fullmatch(line)
    if found is None:
        return None
    method, target, version = found.groups()
    is_tunnel = method == "CONNECT"
    try:
        parts = urlsplit(f"//{target}" if is_tunnel else target)
        host, port = parts.hostname, parts.port or (443 if is_tunnel else 80)
    except ValueError:
        return None
    if not host or (not is_tunnel and parts.scheme != "http"):
        return None
    if is_tunnel:
        return Wish(host, port, b"", is_tunnel=True)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [name for name in headers.split("\r\n") if name and not name.lower().startswith(HOP_HEADERS)]
    lines = [f"{method} {path} {version}", *kept, "Connection: close", "", ""]
    return Wish(host, port, "\r\n".join(lines).encode("latin-1"), is_tunnel=False)
