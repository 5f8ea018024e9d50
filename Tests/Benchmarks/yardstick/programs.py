"""The programs on the stage: an nginx upstream, a sink for uploads, an STS, and the proxies that are compared."""
import fcntl
import os
import pty
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

from .machine import Unusable, child_setup, cores, cpu_microseconds, program, resident

BODY = "x" * 64
LARGE = 1 << 30

COMMON = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log error;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
    access_log off; default_type text/plain; sendfile on; tcp_nodelay on;
    keepalive_timeout 600s; keepalive_requests 1000000000; client_max_body_size 0;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
"""

UPSTREAM = COMMON + """
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{ return 200 "{body}"; }}
        location = /large {{ root {folder}; }}
    }}
}}
"""

# Streams in both directions, as jotop does; the header is as long as that of a token.
PEER = COMMON + """
    upstream origin {{
        server 127.0.0.1:{upstream}; keepalive 1024; keepalive_requests 1000000000; keepalive_timeout 600s;
    }}
    upstream sink {{ server 127.0.0.1:{sink}; keepalive 16; }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        proxy_http_version 1.1; proxy_request_buffering off; proxy_max_temp_file_size 0;
        proxy_set_header Connection ""; proxy_set_header Authorization "Bearer {token}";
        location / {{ proxy_pass http://origin; }}
        location = /upload {{ proxy_pass http://sink; }}
    }}
}}
"""


class Running:
    """A started process, and what it has cost so far."""

    def __init__(self, process, port):
        self.process, self.port = process, port

    @property
    def pid(self):
        return self.process.pid

    def cpu(self):
        return cpu_microseconds(self.pid)

    def resident(self):
        return resident(self.pid)

    def stop(self):
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Stage:
    """Everything that runs during a measurement; leaving it ends all of it and removes its files."""

    def __init__(self, jotop):
        self.jotop = jotop
        self.folder = tempfile.mkdtemp(prefix="against-nginx.")
        self.running = []
        self.proxy_core, self.other_core = cores()

    def __enter__(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(1))
        try:
            self.sink = self.keep(start_sink(self.other_core))
            self.origin = self.nginx("upstream", UPSTREAM, self.other_core, body=BODY)
            self.large = os.path.join(self.folder, "upstream", "large")
            with open(self.large, "wb") as large:
                large.truncate(LARGE)
            self.environment = self.start_sts()
            self.token = self.mint()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, kind=None, reason=None, _=None):
        if isinstance(reason, Unusable):
            for line in self.last_words():
                print(line[:500], file=sys.stderr)
        for member in reversed(self.running):
            member.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def last_words(self):
        """What the programs said of errors; the sums that jotop tells as it ends are none."""
        for path in ("jotop.log", "upstream/error.log", "peer/error.log"):
            try:
                with open(os.path.join(self.folder, path)) as log:
                    lines = log.read().strip().splitlines()[-5:]
            except FileNotFoundError:
                continue
            yield from (f"{path}: {line}" for line in lines)

    def keep(self, member):
        self.running.append(member)
        return member

    def end(self, member):
        self.running.remove(member)
        member.stop()

    def nginx(self, name, configuration, core, **values):
        folder, port = os.path.join(self.folder, name), free_port()
        os.makedirs(folder, exist_ok=True)
        # Workers run as somebody who may not enter a private folder.
        os.chmod(self.folder, 0o755)
        path = os.path.join(folder, "nginx.conf")
        with open(path, "w") as file:
            file.write(configuration.format(folder=folder, port=port, **values))
        member = self.keep(Running(self.spawn([program("nginx"), "-p", folder, "-c", path], core), port))
        await_port(member)
        return member

    def peer(self):
        """nginx as the proxy to compare with."""
        return self.nginx(
            "peer", PEER, self.proxy_core, upstream=self.origin.port, sink=self.sink.port, token=self.token)

    def start_sts(self):
        """The emulated STS, and the environment of whoever uses it."""
        process = self.spawn(
            [self.jotop, "sts", "--listen-addr", "127.0.0.1:0"], self.other_core, stdout=subprocess.PIPE, text=True)
        self.keep(Running(process, None))
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": self.folder, "METRICS_LISTEN_ADDR": "127.0.0.1:0"}
        for line in process.stdout:
            if line.startswith("export "):
                environment.update(pair.split("=", 1) for pair in line[len("export "):].split())
            if "AWS_REGION" in environment:
                break
        else:
            raise Unusable("jotop sts ended before it had begun")
        threading.Thread(target=process.stdout.read, daemon=True).start()
        return environment

    def mint(self):
        told = subprocess.run(
            [self.jotop, "token", "--raw", "--audience", f"http://127.0.0.1:{self.origin.port}"],
            env=self.environment, capture_output=True, text=True)
        if told.returncode != 0:
            raise Unusable(f"jotop token failed: {told.stderr}")
        return told.stdout.strip()

    def arguments(self, port, upstream=None):
        return [
            self.jotop, "run", "--listen-addr", f"127.0.0.1:{port}", "--upstream-scheme", "http",
            "--upstream-host", f"127.0.0.1:{upstream or self.origin.port}",
        ]

    def logging(self):
        """jotop without a screen, writing a line of JSON for each request, to where it is thrown away."""
        return self.headless("info", subprocess.DEVNULL)

    def headless(self, level="error", log=None, upstream=None):
        """jotop without a screen. Its log is for the case that something goes wrong."""
        port = free_port()
        with open(os.path.join(self.folder, "jotop.log"), "a") as file:
            process = self.spawn(
                self.arguments(port, upstream) + ["--headless", "--log-level", level], self.proxy_core,
                env=self.environment, stdout=log or file, stderr=file)
        member = self.keep(Running(process, port))
        await_port(member)
        return member

    def on_screen(self, columns=120, rows=40):
        """jotop with its dashboard on a pseudo-terminal whose other end reads everything."""
        port = free_port()
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        process = self.spawn(
            self.arguments(port), self.proxy_core, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env=self.environment | {"TERM": "xterm-256color", "LANG": "C.UTF-8"})
        os.close(slave)
        member = self.keep(Screen(process, port, master))
        await_port(member)
        return member

    def spawn(self, command, core, **options):
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | options
        return subprocess.Popen(command, preexec_fn=child_setup(core), **options)


class Screen(Running):
    """A program on a pseudo-terminal, drained by a thread that counts what it reads."""

    def __init__(self, process, port, master):
        super().__init__(process, port)
        self.drawn = 0
        threading.Thread(target=self.drain, args=(master,), daemon=True).start()

    def drain(self, master):
        try:
            while piece := os.read(master, 65536):
                self.drawn += len(piece)
        except OSError:  # Linux's way of saying that the other end is closed.
            pass
        os.close(master)


def start_sink(core):
    """Answers an upload once it has read all of it, and keeps nothing."""
    process = subprocess.Popen(
        [sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True, preexec_fn=child_setup(core))
    return Running(process, int(process.stdout.readline()))


SINK = r"""
import re, socket, threading
listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)

def serve(connection):
    buffer, reader = memoryview(bytearray(1 << 20)), connection.makefile("rb")
    while True:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = reader.readline()
            if not line:
                return
            head += line
        left = int(re.search(rb"(?i)content-length: *(\d+)", head).group(1))
        while left > 0:
            got = reader.readinto(buffer[:min(left, len(buffer))])
            if not got:
                return
            left -= got
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def await_port(member, seconds=20):
    """Waits until a program accepts connections."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if member.process.poll() is not None:
            raise Unusable(f"{member.process.args[0]} ended with {member.process.returncode} instead of listening")
        try:
            socket.create_connection(("127.0.0.1", member.port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise Unusable(f"{member.process.args[0]} does not listen after {seconds} s")
