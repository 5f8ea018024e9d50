"""The measurements: each runs jotop and nginx in turn, so that both meet the same machine."""
from .load import Wrk, bulk, start, waiting
from .machine import MIB
from .programs import Running, Stage, free_port
from .report import Figure

# What somebody listens to costs something: each request's event becomes a line of JSON, or nothing is ever told.
MODES = {"event stream to a log": Stage.logging, "headless, nothing to log": Stage.headless}


def rounds(say, count, contestants, measure):
    """Measures each contestant once a round, every other round in reverse. Returns a list of results for each."""
    results = {name: [] for name in contestants}
    for number in range(count):
        names = list(contestants)
        for name in names if number % 2 == 0 else reversed(names):
            say(f"round {number + 1} of {count}: {name}")
            results[name].append(measure(contestants[name]))
    return results


def requests(stage, options, say):
    """CPU time and latency of small requests."""
    wrk = Wrk(stage.other_core)
    contestants = {"nginx": stage.peer()} | {mode: begin(stage) for mode, begin in MODES.items()}
    for connections in (32, 256):
        results = rounds(
            say, options.rounds, contestants, lambda proxy: wrk.run(proxy, connections, options.seconds))
        for mode in MODES:
            yield from figures(results, mode, connections, options.only)
    if "latency" in options.only:
        yield from paced(stage, contestants, options, say)
    for proxy in contestants.values():
        stage.end(proxy)


def paced(stage, contestants, options, say):
    """Latency where no proxy is busy: under full load, whoever is slower has the longer queue."""
    wrk = Wrk(stage.other_core, paced=True)
    results = rounds(say, options.rounds, contestants, lambda proxy: wrk.run(proxy, 32, options.seconds))
    other = results["nginx"]
    rate = f"{sum(run['rate'] for run in other) / len(other):.0f} requests/s"
    for mode in MODES:
        for key in ("p50", "p99"):
            values, yardstick = ([run[key] for run in runs] for runs in (results[mode], other))
            yield Figure("latency", f"{key} at a steady load, {mode}", "µs", values, yardstick, note=rate)


def figures(results, mode, connections, only):
    own, other = results[mode], results["nginx"]

    def figure(section, name, unit, key, **goal):
        values, yardstick = ([run[key] for run in runs] for runs in (own, other))
        return Figure(section, f"{name}, {connections} connections, {mode}", unit, values, yardstick, **goal)

    if "cpu" in only:
        yield figure("cpu", "CPU", "µs", "cpu", at_most=1.8)
        yield figure("cpu", "rate", "/s", "rate")
    if "latency" in only:
        yield figure("latency", "p50", "µs", "p50")
        goal = {"at_most": 1.0} if connections == 32 else {}
        yield figure("latency", "p99", "µs", "p99", **goal)


def gibibytes(stage, options, say):
    """One gibibyte in each direction."""
    with open(stage.large, "rb") as large:
        while large.read(16 * MIB):  # Into the page cache, or the first round would pay for it.
            pass
    peer = stage.peer()
    for direction in ("download", "upload"):
        uploads = direction == "upload"
        upstream = stage.sink if uploads else stage.origin
        proxies = {"nginx": peer, "jotop": stage.headless(upstream=upstream.port)}
        results = rounds(
            lambda words: say(f"{direction}, {words}"), options.rounds, proxies,
            lambda proxy: bulk(proxy, stage.other_core, stage.large, uploads))
        columns = {name: list(zip(*runs)) for name, runs in results.items()}
        for column, name, unit, scale, goal in (
            (0, "throughput", "MiB/s", MIB, {"at_least": 0.8}), (1, "CPU", "ms", 1e3, {}),
        ):
            own, other = ([value / scale for value in columns[who][column]] for who in ("jotop", "nginx"))
            yield Figure("bulk", f"1 GiB {direction}, {name}", unit, own, other, **goal)
        stage.end(proxies["jotop"])
    stage.end(peer)


def idle(stage, options, say, count=1000):
    """Memory with connections that wait for their next request."""
    held = {}
    for name, begin in (("nginx", stage.peer), ("jotop", stage.headless)):
        say(f"{count} idle connections: {name}")
        proxy = begin()
        before = proxy.resident() / MIB
        connections = waiting(proxy, count)
        held[name] = (before, proxy.resident() / MIB)
        for connection in connections:
            connection.close()
        stage.end(proxy)
    yield Figure("idle", "resident memory after start", "MiB", [held["jotop"][0]], [held["nginx"][0]])
    yield Figure(
        "idle", f"resident memory, {count} idle connections", "MiB", [held["jotop"][1]], [held["nginx"][1]],
        at_most=60, of="value")


def starts(stage, options, say):
    """From exec to the first accepted request."""
    say(f"{options.starts} starts")
    accepted, answered = [], []
    for _ in range(options.starts):
        port = free_port()
        command = stage.arguments(port) + ["--headless"]
        member, first, second = start(
            lambda: stage.keep(Running(stage.spawn(command, stage.proxy_core, env=stage.environment), port)), port)
        accepted.append(first)
        answered.append(second)
        stage.end(member)
    yield Figure("start", "exec to the first request accepted", "ms", accepted, at_most=60, of="value")
    yield Figure("start", "exec to its answer, a token minted for it", "ms", answered)


def dashboard(stage, options, say):
    """What drawing costs the proxy."""
    wrk = Wrk(stage.other_core)
    proxies = {"headless": stage.headless(), "on screen": stage.on_screen()}
    screen = proxies["on screen"]
    results = rounds(say, options.rounds, proxies, lambda proxy: wrk.run(proxy, 32, options.seconds))
    if not screen.drawn > 10_000:
        raise AssertionError(f"the dashboard drew {screen.drawn} bytes only: nothing was measured")
    bare, drawn = results["headless"], results["on screen"]
    loss = [100 * (1 - one["rate"] / other["rate"]) for one, other in zip(drawn, bare)]
    rate = f"headless {sum(run['rate'] for run in bare) / len(bare):.0f} requests/s on one core"
    yield Figure("dashboard", "throughput lost to the dashboard, 120x40", "%", loss, at_most=10, of="value", note=rate)
    yield Figure("dashboard", "CPU a request with the dashboard", "µs", [run["cpu"] for run in drawn])
    yield Figure("dashboard", "CPU a request headless", "µs", [run["cpu"] for run in bare])
    for proxy in proxies.values():
        stage.end(proxy)


SECTIONS = {
    "cpu": requests, "latency": requests, "bulk": gibibytes, "idle": idle, "start": starts, "dashboard": dashboard,
}
