import Canvas
import Dashboard
import ProxyCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Prints what the dashboard's lists cost: memory after a million flows; and over a full ring a frame, a pass of a filter, an event
/// taken in.
@main
struct ListBenchmark {
    private static let ring = 5_000

    static func main() {
        // First: what is told is the most that there ever was.
        memory()
        frames()
        passes()
        events()
    }

    private static func full(_ columns: Int, _ rows: Int) -> (Dashboard, Load) {
        var configuration = Dashboard.Configuration(start: WallTime(seconds: 1_795_262_400))
        configuration.size = Canvas.Size(columns: columns, rows: rows)
        configuration.flowLimit = ring
        var dashboard = Dashboard(configuration)
        var load = Load()
        for _ in 0..<70 { _ = dashboard.update(.events(load.batch(100))) }
        _ = dashboard.draw()
        return (dashboard, load)
    }

    /// What the process holds once the ring is full, and after as many flows as the argument says.
    private static func memory() {
        let flows = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
        print("resident memory at most")
        var (dashboard, load) = full(120, 40)
        let before = residentMemory()
        report("  after a full ring", mebibytes: before)
        for _ in 0..<flows / 1_000 {
            _ = dashboard.update(.events(load.batch(1_000)))
            _ = dashboard.draw()
        }
        report("  after \(flows) flows", mebibytes: residentMemory())
    }

    /// In MiB.
    private static func residentMemory() -> Double {
        var usage = rusage()
        // RUSAGE_SELF, whose type in Glibc is none that the call takes.
        getrusage(0, &usage)
        #if canImport(Darwin)
            return Double(usage.ru_maxrss) / 1_048_576
        #else
            return Double(usage.ru_maxrss) / 1_024
        #endif
    }

    private static func report(_ name: String, mebibytes: Double) {
        let tenths = Int((mebibytes * 10).rounded())
        print(name + String(repeating: " ", count: max(1, 36 - name.count)) + "\(tenths / 10).\(tenths % 10) MiB")
    }

    private static func frames() {
        print("a frame over a full ring, following")
        for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
            var (dashboard, load) = full(columns, rows)
            let batches = (0..<300).map { _ in load.batch(1) }
            var spent = Duration.zero
            for batch in batches {
                _ = dashboard.update(.events(batch))
                spent += cpuTime { _ = dashboard.draw() }
            }
            report("  \(columns) x \(rows)", spent, batches.count)
        }
    }

    private static func passes() {
        print("a pass over \(ring) rows, and the frame after it")
        for filter in ["st:4xx host:service-7", "\"not accepted\"", "/inv[a-z]+s\\/9\\d/", "sub:dev-api", "!tok:hit"] {
            var (dashboard, _) = full(120, 40)
            press(.character("/"), &dashboard)
            for character in filter { press(.character(character), &dashboard) }
            press(.enter, &dashboard)
            // Off and on again: each `on` is a pass.
            measure("  \(filter)", 100, &dashboard) { dashboard in
                press(.character("\\"), &dashboard)
                press(.character("\\"), &dashboard)
            }
        }
        var (dashboard, _) = full(120, 40)
        measure("  folding", 50, &dashboard) { dashboard in
            press(.character("="), &dashboard)
            press(.character("="), &dashboard)
        }
        (dashboard, _) = full(120, 40)
        measure("  sorting, by the next column", 100, &dashboard) { press(.character("s"), &$0) }
    }

    private static func events() {
        print("an event taken in, the ring being full")
        for (name, keys) in [
            ("  plain", []), ("  filtered", [.character("/"), .character("4"), .character("0"), .enter]),
            ("  folded", [.character("=")]), ("  sorted", [.character("s")]),
        ] as [(String, [Key])] {
            var (dashboard, load) = full(120, 40)
            for key in keys { press(key, &dashboard) }
            let batches = (0..<100).map { _ in load.batch(100) }
            let spent = cpuTime {
                for batch in batches { _ = dashboard.update(.events(batch)) }
            }
            report(name, spent, batches.count * 200)
        }
    }

    /// The processor's time: what else the machine does is left out.
    private static func cpuTime(of body: () -> Void) -> Duration {
        let start = processTime()
        body()
        return processTime() - start
    }

    private static func processTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private static func press(_ key: Key, _ dashboard: inout Dashboard) {
        _ = dashboard.update(.terminal(.key(key)))
    }

    private static func measure(
        _ name: String, _ count: Int, _ dashboard: inout Dashboard, _ body: (inout Dashboard) -> Void
    ) {
        let spent = cpuTime {
            for _ in 0..<count {
                body(&dashboard)
                _ = dashboard.draw()
            }
        }
        report(name, spent, count)
    }

    private static func report(_ name: String, _ spent: Duration, _ count: Int) {
        let nanoseconds = Int(spent / Duration.nanoseconds(1)) / count
        let digits = String(nanoseconds % 1_000_000 / 1_000)
        let number = "\(nanoseconds / 1_000_000).\(String(repeating: "0", count: 3 - digits.count))\(digits) ms"
        print(name + String(repeating: " ", count: max(1, 36 - name.count)) + number)
    }
}
