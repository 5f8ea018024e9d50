"""What is sent through a proxy: small requests by wrk, a gibibyte by curl, connections that wait, a first request."""
import json
import socket
import subprocess
import tempfile
import time

from .machine import Unusable, child_setup, program
from .programs import BODY, LARGE

# Microseconds, and every answer that is none.
TELL = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.stderr:write(string.format(
    '{"requests":%d,"seconds":%.6f,"p50":%d,"p99":%d,"errors":%d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


# Each connection rests between an answer and its next request: the same load for everybody, which nobody is busy with.
PACE = """
function delay() return math.random(2, 10) end
"""


class Wrk:
    """Small GETs on kept-alive connections: as many as the proxy manages, or, if `paced`, a steady load."""

    def __init__(self, core, paced=False):
        self.core = core
        self.script = tempfile.NamedTemporaryFile("w", prefix="against-nginx.", suffix=".lua")
        self.script.write(TELL + (PACE if paced else ""))
        self.script.flush()

    def run(self, proxy, connections, seconds):
        """CPU time of the proxy for each request, the rate, and latencies in microseconds."""
        self.wrk(proxy, connections, 1)  # Connections, pools, the token: none of that is in the figures.
        before = proxy.cpu()
        told = self.wrk(proxy, connections, seconds)
        if not told["requests"]:
            raise Unusable(f"no request came through in {seconds} s")
        told["cpu"] = (proxy.cpu() - before) / told["requests"]
        told["rate"] = told["requests"] / told["seconds"]
        return told

    def wrk(self, proxy, connections, seconds):
        command = [
            program("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s", "-s",
            self.script.name, f"http://127.0.0.1:{proxy.port}/small",
        ]
        ended = subprocess.run(command, capture_output=True, text=True, preexec_fn=child_setup(self.core))
        line = next((line for line in ended.stderr.splitlines() if line.startswith("{")), None)
        if not line:
            raise Unusable(f"wrk said: {ended.stdout}{ended.stderr}")
        told = json.loads(line)
        if told["errors"]:
            raise Unusable(f"{told['errors']} of {told['requests']} requests failed")
        return told


def bulk(proxy, core, file, upload):
    """Bytes a second of one gibibyte through a proxy, and the microseconds of CPU that it took."""
    address = f"http://127.0.0.1:{proxy.port}"
    what = ["-T", file, "-H", "Expect:", f"{address}/upload"] if upload else [f"{address}/large"]
    before = proxy.cpu()
    ended = subprocess.run(
        [program("curl"), "-sS", "-o", "/dev/null", "-w", "%{http_code} %{size_download} %{size_upload} %{time_total}"]
        + what, stdin=subprocess.DEVNULL, capture_output=True, text=True, preexec_fn=child_setup(core))
    code, down, up, seconds = ended.stdout.split() or ("-", 0, 0, 0)
    if code != "200" or int(up if upload else down) != LARGE:
        raise Unusable(f"curl: status {code}, {down} bytes down, {up} up: {ended.stderr}")
    return LARGE / float(seconds), proxy.cpu() - before


def request(connection):
    """One small request and its whole answer."""
    connection.sendall(b"GET /small HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    answer = b""
    while BODY.encode() not in answer:
        piece = connection.recv(4096)
        if not piece:
            raise Unusable(f"the connection ended after {answer!r}")
        answer += piece


def waiting(proxy, count):
    """Connections that have had one answer each, and stay."""
    connections = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", proxy.port), timeout=20)
        request(connection)
        connections.append(connection)
    return connections


def start(begin, port):
    """Milliseconds from exec until a connection is accepted, and until its request is answered."""
    began = time.monotonic()
    member = begin()
    while time.monotonic() - began < 20:
        connection = socket.socket()
        connection.settimeout(20)
        try:
            connection.connect(("127.0.0.1", port))
            break
        except ConnectionRefusedError:
            connection.close()
            time.sleep(0.0005)
    else:
        raise Unusable("it does not listen after 20 s")
    accepted = time.monotonic()
    with connection:
        request(connection)
    answered = time.monotonic()
    return member, (accepted - began) * 1e3, (answered - began) * 1e3
