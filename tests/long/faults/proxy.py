"""nginx with the configuration of docs/deployment, as an ordinary user on ports and with a certificate of its own."""

import getpass
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.conftest import PROJECT
from tests.postgresql import OTHER_USER

HOST = "counterpart.example"
# What a site behind it is told.
BEHIND_IT = {"TRUSTED_PROXIES": "1", "PUBLIC_URL": f"https://{HOST}"}
SECONDS = 60
DEPLOYMENT = PROJECT / "docs/deployment"
CONFIGURATION, UNREACHABLE = DEPLOYMENT / "nginx.conf", DEPLOYMENT / "unreachable.html"
MAIN = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=everything:1m;
    include {folder}/counterpart.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Proxy:
    """A running nginx in front of sites on ports of this machine; `more` are lines of its own for each request."""

    def __init__(self, *ports: int, more: str = "") -> None:
        self.user = OTHER_USER if os.geteuid() == 0 else getpass.getuser()
        self.folder = Path(tempfile.mkdtemp(prefix="nginx-"))
        self.port, self.plain_port = free_port(), free_port()
        self._certify()
        servers = " ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in ports)
        written = CONFIGURATION.read_text(encoding="utf-8")
        for ours, theirs in {
            "server 127.0.0.1:8000 max_fails=0;": servers,
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            f"/etc/letsencrypt/live/{HOST}": str(self.folder),
            "/var/log/nginx": str(self.folder),
            "/srv/counterpart/docs/deployment": str(self.folder),
            "    limit_conn open": f"    {more}\n    limit_conn open",
        }.items():
            assert ours in written, ours
            written = written.replace(ours, theirs)
        (self.folder / "counterpart.conf").write_text(written)
        shutil.copy(UNREACHABLE, self.folder)
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder))
        for file in (self.folder, *self.folder.iterdir()):
            shutil.chown(file, self.user)

    def __enter__(self) -> "Proxy":
        command = ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        with (self.folder / "said").open("wb") as said:
            self._process = subprocess.Popen(command, stdout=said, stderr=said, user=self.user, umask=0o077)
        deadline = time.monotonic() + SECONDS
        while not self._listens():
            assert self._process.poll() is None, (self.folder / "said").read_text()
            assert time.monotonic() < deadline, "nginx does not answer."
            time.sleep(0.05)
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.wait(SECONDS)
        shutil.rmtree(self.folder)

    def connect(self, source: str = "127.0.0.1", name: str = HOST) -> ssl.SSLSocket:
        """Return a connection from an address of this machine to the site of a name."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        plain = socket.create_connection(("127.0.0.1", self.port), SECONDS, (source, 0))
        return context.wrap_socket(plain, server_hostname=name)

    def ask(
        self, address: str, source: str = "127.0.0.1", method: str = "GET", **headers: str
    ) -> http.client.HTTPResponse:
        """Return what is answered, with its body as `text`."""
        connection = http.client.HTTPConnection(HOST)
        connection.sock = self.connect(source)
        connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def written(self) -> str:
        """Return all that nginx has written into its folder, but for what the tests put there."""
        ours = {"counterpart.conf", "nginx.conf", UNREACHABLE.name, "fullchain.pem", "privkey.pem"}
        files = (file for file in self.folder.rglob("*") if file.is_file() and file.name not in ours)
        return "".join(file.read_text(errors="replace") for file in files)

    def _listens(self) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def _certify(self) -> None:
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
        builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        certificate = builder.sign(key, hashes.SHA256())
        (self.folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        own = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        (self.folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *own))
