"""What this machine has, and what it says about a process."""
import ctypes
import os
import platform
import re
import resource
import shutil
import signal
import subprocess
import sys

MIB = 1 << 20
TICK = 1e6 / os.sysconf("SC_CLK_TCK")
NEEDED = {
    "nginx": "apt-get install nginx-light, dnf install nginx, apk add nginx",
    "wrk": "apt-get install wrk, dnf install wrk, apk add wrk",
    "curl": "apt-get install curl",
}


class Unusable(Exception):
    """Something is missing, or did not do what it is there for; the message says what to do."""


def require(sections):
    """Stops before anything is started if a tool is not there."""
    if not sys.platform.startswith("linux"):
        raise Unusable("CPU time and memory are read from /proc: this needs Linux")
    tools = ["nginx"] + (["wrk"] if {"cpu", "latency", "dashboard"} & sections else [])
    tools += ["curl"] if "bulk" in sections else []
    lacking = [f"  {tool}: {NEEDED[tool]}" for tool in tools if not program(tool)]
    if lacking:
        raise Unusable("not found:\n" + "\n".join(lacking))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 8192:
        raise Unusable(f"this needs 8192 file descriptors and may have {hard}: raise the limit (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 8192), hard))


def program(name):
    """nginx often lives where only root's PATH leads."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")


def cores():
    """The core of the measured proxy, and that of everything else; the same one where there is no other."""
    available = sorted(os.sched_getaffinity(0))
    return available[0], available[-1]


def conditions():
    """What a reader has to know to compare figures."""
    with open("/proc/cpuinfo") as info:
        model = re.search(r"model name\s*:\s*(.+)", info.read())
    proxy, rest = cores()
    return {
        "machine": f"{model.group(1) if model else platform.machine()}, {len(os.sched_getaffinity(0))} cores",
        "kernel": platform.release(),
        "nginx": version([program("nginx"), "-v"]),
        "wrk": version([program("wrk") or "true", "-v"]),
        "affinity": f"the proxy alone on core {proxy}; load, upstream and STS on core {rest}"
        if proxy != rest else "one core for everything: ratios count, absolute figures hardly",
        "load before": "%.2f %.2f %.2f" % os.getloadavg(),
    }


def version(command):
    told = subprocess.run(command, capture_output=True, text=True)
    lines = (told.stdout + told.stderr).strip().splitlines()
    return re.sub(r" +Copyright.*", "", lines[0].removeprefix("nginx version: ")) if lines else "-"


def child_setup(core):
    """For Popen: on its core, and ended by the kernel should this script be killed."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent_death_signal = 1  # PR_SET_PDEATHSIG

    def prepare():
        libc.prctl(parent_death_signal, signal.SIGTERM)
        if core is not None:
            os.sched_setaffinity(0, {core})

    return prepare


def family(pid):
    """A process and its children: nginx's work is done by its worker."""
    pids = [pid]
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as children:
                for child in children.read().split():
                    pids += family(int(child))
    except FileNotFoundError:
        pass
    return pids


def cpu_microseconds(pid):
    """User and system time of all threads of a process and its children, so far."""
    total = 0
    for member in family(pid):
        with open(f"/proc/{member}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total * TICK


def resident(pid):
    """Bytes in memory, the children's included."""
    total = 0
    for member in family(pid):
        with open(f"/proc/{member}/status") as status:
            total += int(re.search(r"VmRSS:\s+(\d+) kB", status.read()).group(1)) * 1024
    return total
