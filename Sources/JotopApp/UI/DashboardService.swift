import AsyncAlgorithms
import Canvas
import CursesTerminal
import Dashboard
import ProxyCore
import ServiceLifecycle
import Synchronization

/// The dashboard on this terminal: hands the reducer what happens, does what it asks, and shows its picture.
///
/// It opens the terminal only once the proxy listens, so that whatever goes wrong before is told in plain text.
struct DashboardService: Service {
    let configuration: Dashboard.Configuration
    let terminal: CursesTerminal.Options
    let feed: EventFeed
    let stats: TrafficStats
    let orders: AsyncStream<EngineOrder>.Continuation
    let time: TimeSource
    let outcome: Outcome

    /// How it ended, for the program's exit.
    final class Outcome: Sendable {
        private let state = Mutex<(leaving: Dashboard.Leaving?, stderr: [String])>((nil, []))

        var leaving: Dashboard.Leaving? { state.withLock { $0.leaving } }
        /// What libraries wrote to standard error while the screen was up.
        var captured: [String] { state.withLock { $0.stderr } }

        func left(_ leaving: Dashboard.Leaving) { state.withLock { $0.leaving = leaving } }
        func captured(_ lines: [String]) { state.withLock { $0.stderr = lines } }
    }

    /// The shortest time between two frames that nobody pressed a key for.
    private static let framePace = Duration.milliseconds(100)

    func run() async throws {
        defer { feed.finish() }
        try await withGracefulShutdownHandler {
            try await show()
        } onGracefulShutdown: {
            feed.finish()
        }
    }

    private func show() async throws {
        guard let first = await listening() else { return }
        let screen = try CursesTerminal.open(terminal)
        let capture = StandardErrorCapture()
        defer {
            screen.close()
            outcome.captured(capture?.close() ?? [])
            if outcome.leaving == .gracefully { tellOfWaiting() }
        }
        let messages = AsyncChannel<Dashboard.Message>()
        let courier = Courier(
            clipboard: Clipboard(environment: terminal.environment, terminal: { screen.setClipboard($0) }),
            orders: orders)
        async let deliveries: Void = courier.run { await messages.send(.delivered($0)) }
        let (ticks, wishes) = AsyncStream.makeStream(of: Duration.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup { group in
            group.addTask {
                for await event in screen.events { await messages.send(.terminal(event)) }
            }
            group.addTask {
                await relayBatches(to: messages)
                messages.finish()
            }
            group.addTask {
                for await pace in ticks {
                    guard (try? await Task.sleep(for: pace)) != nil else { return }
                    await messages.send(.tick(now: time.wall()))
                }
            }
            if let capture {
                group.addTask { for await line in capture.lines { await messages.send(.log(line)) } }
            }
            await loop(first, messages: messages, screen: screen, courier: courier, wishes: wishes)
            wishes.finish()
            messages.finish()
            courier.finish()
            group.cancelAll()
        }
        await deliveries
    }

    /// On the normal screen again: what the program still waits for.
    private func tellOfWaiting() {
        let count = stats.snapshot().inFlight
        guard count > 0 else { return }
        try? LineWriter.standardError.write([
            "jotop: waiting for \(count) request\(count == 1 ? "" : "s"); Ctrl-c quits at once"
        ])
    }

    /// Waits until the proxy listens.
    ///
    /// - Returns: everything up to then; nil if it never will.
    private func listening() async -> EventBatch? {
        var seen = EventBatch(events: [])
        for await batch in feed.batches {
            seen.events += batch.events
            seen.dropped += batch.dropped
            let isListening = batch.events.contains { if case .listening = $0 { true } else { false } }
            if isListening { return seen }
        }
        return nil
    }

    /// Events come in batches of what has happened meanwhile, at most ten a second.
    private func relayBatches(to messages: AsyncChannel<Dashboard.Message>) async {
        for await batch in feed.batches {
            await messages.send(.events(batch))
            guard (try? await Task.sleep(for: Self.framePace)) != nil else { return }
        }
    }

    private func loop(
        _ first: EventBatch, messages: AsyncChannel<Dashboard.Message>, screen: CursesTerminal, courier: Courier,
        wishes: AsyncStream<Duration>.Continuation
    ) async {
        var model = Dashboard(configuration)
        // Nothing that is told before the first frame asks for anything.
        for message in [
            Dashboard.Message.terminal(.resized(screen.size)), .events(first), .tick(now: time.wall()),
        ] { _ = model.update(message) }
        screen.present(model.draw())
        if let pace = model.nextTick { wishes.yield(pace) }
        for await message in messages {
            let now = time.wall()
            var effects = model.update(.tick(now: now))
            effects += model.update(.snapshot(stats.snapshot(), at: now))
            effects += model.update(message)
            for effect in effects {
                switch effect {
                case .send(let command): orders.yield(.command(command))
                case .repaint: screen.repaint()
                case .dump(let text): screen.dump(text)
                case .copy, .copyToken, .write: courier.take(effect)
                case .quit(let leaving): return outcome.left(leaving)
                }
            }
            if model.isDirty { screen.present(model.draw()) }
            if let pace = model.nextTick { wishes.yield(pace) }
        }
    }
}
