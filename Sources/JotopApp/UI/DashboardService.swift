import AsyncAlgorithms
import Canvas
import CursesTerminal
import Dashboard
import ProxyCore
import ServiceLifecycle

/// The dashboard on this terminal: hands the reducer what happens, does what it asks, and shows its picture.
///
/// It opens the terminal only once there is something to show, so that whatever goes wrong before is told in plain text.
struct DashboardService<Source: DashboardSource>: Service {
    var configuration: Dashboard.Configuration
    let terminal: CursesTerminal.Options
    let source: Source
    let outcome: DashboardOutcome
    let kept: KeptFiles
    /// What goes on when the terminal is gone; the program ends if nil.
    var afterwards: (@Sendable () async -> Void)?

    func run() async throws {
        // A feed ends on the proxy's shutdown, and the relay with it.
        try await cancelWhenGracefulShutdown { try await show() }
        if outcome.leaving == .terminalLost { await afterwards?() }
    }

    private func show() async throws {
        guard let opening = try await source.opening() else { return }
        let screen = try CursesTerminal.open(terminal)
        let capture = StandardErrorCapture()
        defer {
            screen.close()
            outcome.captured(capture?.close() ?? [])
            if outcome.leaving == .gracefully { tellOfWaiting() }
        }
        let courier = Courier(
            clipboard: Clipboard(environment: terminal.environment, terminal: { screen.setClipboard($0) }),
            orders: source.orders)
        try await run(opening, screen, capture, courier)
    }

    private func run(
        _ opening: [Dashboard.Message], _ screen: CursesTerminal, _ capture: StandardErrorCapture?, _ courier: Courier
    ) async throws {
        let messages = AsyncChannel<[Dashboard.Message]>()
        let keeping = KeptQueue(to: kept)
        // On every way out, the relay's failure and a cancellation among them.
        defer { keeping.finish() }
        async let writing: Void = keeping.run()
        let opening = kept.read() + [.terminal(.resized(screen.size))] + opening
        async let deliveries: Void = courier.run { await messages.send([.delivered($0)]) }
        async let recordings: Void? = source.recordings?.run { await messages.send([.recorded($0)]) }
        try await withThrowingTaskGroup { group in
            group.addTask {
                await screen.onThread { for await event in screen.events { await messages.send([.terminal(event)]) } }
            }
            group.addTask { await screen.onThread { for await _ in screen.ticks { await messages.send([]) } } }
            group.addTask {
                defer { messages.finish() }
                try await source.relay { await messages.send($0) }
            }
            if let capture {
                group.addTask { for await line in capture.lines { await messages.send([.log(line)]) } }
            }
            // On the thread that draws: a second more is one wake-up of that thread.
            await screen.onThread {
                await loop(opening, messages: messages, screen: screen, courier: courier, keeping: keeping)
            }
            messages.finish()
            keeping.finish()
            courier.finish()
            source.recordings?.finish()
            group.cancelAll()
            // Only the relay throws: a recording that cannot be read any further.
            try await group.waitForAll()
        }
        await deliveries
        await writing
        _ = await recordings
    }

    /// On the normal screen again: what the program still waits for.
    private func tellOfWaiting() {
        let count = source.inFlight
        guard count > 0 else { return }
        LineWriter.standardError.writeLastWords([
            "jotop: waiting for \(count) request\(count == 1 ? "" : "s"); Ctrl-c quits at once"
        ])
    }

    private func loop(
        _ opening: [Dashboard.Message], messages: AsyncChannel<[Dashboard.Message]>, screen: CursesTerminal,
        courier: Courier, keeping: KeptQueue
    ) async {
        var model = Dashboard(configuration)
        // Nothing that is told before the first frame asks for anything.
        for message in opening { _ = model.update(message) }
        var history = model.history
        screen.present(model.draw())
        if source.needsTicks { screen.tick(after: model.nextTick) }
        for await told in messages {
            var effects: [Dashboard.Effect] = []
            var snaps: [ExportFile] = []
            for message in source.present() + told { effects += model.update(message) }
            for effect in effects {
                switch effect {
                case .send(let command): source.carryOut(command)
                case .mouse(let isWanted): screen.reportMouse(isWanted)
                case .suspend: screen.suspend()
                case .repaint: screen.repaint()
                case .keepFilters(let filters): keeping.put(filters)
                case .keepColumns(let columns): keeping.put(columns)
                case .record(let wish): source.recordings?.take(wish)
                case .logLevel(let level): outcome.wantsLog(from: level)
                case .dump(let text): screen.dump(text)
                case .copy, .copyToken, .write: courier.take(effect)
                case .snap(let file): snaps.append(file)
                case .quit(let leaving): return outcome.left(leaving)
                }
            }
            if model.history != history {
                history = model.history
                keeping.put(history)
            }
            source.paused(model.isPaused)
            if model.isDirty { screen.present(model.draw()) }
            for file in snaps { screen.shown { courier.take(.write(file.holding($0))) } }
            if source.needsTicks { screen.tick(after: model.nextTick) }
            // A picture that waits ends the round: it is drawn, and keys and signals are looked at, before more is told.
            await Task.yield()
        }
    }
}
