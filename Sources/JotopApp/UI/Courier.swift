import Dashboard
import ProxyCore
import SystemPackage

/// Carries out of the program what the dashboard hands over, and tells it what came of that. Nobody waits for it.
struct Courier: Sendable {
    private let clipboard: Clipboard
    private let orders: AsyncStream<EngineOrder>.Continuation
    private let sleep: @Sendable (Duration) async throws -> Void
    private let parcels = AsyncStream.makeStream(of: Dashboard.Effect.self)

    /// - Parameter sleep: waits, or throws when its task is cancelled; the system's clock outside tests.
    init(
        clipboard: Clipboard, orders: AsyncStream<EngineOrder>.Continuation,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        (self.clipboard, self.orders, self.sleep) = (clipboard, orders, sleep)
    }

    func take(_ effect: Dashboard.Effect) { parcels.continuation.yield(effect) }

    /// Nothing more comes. A token that is still on the clipboard is taken off at once.
    func finish() { parcels.continuation.finish() }

    /// Delivers until ``finish()``.
    func run(_ tell: @escaping @Sendable (Delivery) async -> Void) async {
        await withDiscardingTaskGroup { group in
            for await effect in parcels.stream { group.addTask { await deliver(effect, tell) } }
            group.cancelAll()
        }
    }

    private func deliver(_ effect: Dashboard.Effect, _ tell: @Sendable (Delivery) async -> Void) async {
        switch effect {
        case .copy(let clip): await tell(await copy(clip))
        case .copyToken(let id, let audiences): await copyToken(id, audiences, tell)
        case .write(let file): await tell(Self.write(file))
        case .send, .mouse, .dump, .suspend, .repaint, .keepFilters, .keepColumns, .record, .logLevel, .snap, .quit:
            break
        }
    }

    private func copy(_ clip: Clip) async -> Delivery {
        switch await clipboard.copy(clip.text) {
        case .sent(let route): return .copied(clip, route: route)
        case .noRoute: return .notCopied(clip.name, reason: "there is no way to a clipboard from here")
        case .tooLong:
            let file = ExportFile(
                name: clip.name, path: nil, stem: "jotop-copy", fileExtension: "txt", contents: clip.text)
            guard case .wrote(_, let path) = Self.write(file) else {
                return .notCopied(clip.name, reason: "it is too large for the terminal")
            }
            return .filed(clip, path: path)
        }
    }

    private static func write(_ file: ExportFile) -> Delivery {
        do { return .wrote(file, path: try ExportWriter.write(file)) } catch {
            let reason = error as? Errno == .fileExists ? "there is a file of that name" : "\(error)"
            return .notWritten(file.path ?? "\(file.stem).\(file.fileExtension)", reason: reason)
        }
    }

    // MARK: - A whole token

    private func copyToken(
        _ id: TokenID, _ audiences: AudienceSet, _ tell: @Sendable (Delivery) async -> Void
    ) async {
        guard let secret = await reveal(id, audiences)?.compact else { return await tell(.tokenGone(id)) }
        // Its own: another text may be copied before this one has gone.
        var number = 0
        guard case .sent(let route) = await clipboard.copy(secret.exposed, numbered: { number = $0 }) else {
            return await tell(.notCopied("token \(id)", reason: "there is no way to a clipboard from here"))
        }
        await tell(.tokenCopied(id, route: route, lasting: Dashboard.clipboardTime))
        try? await sleep(Dashboard.clipboardTime)
        // A task of its own: this one may have been cancelled, because the program ends, and then it matters most.
        let clipboard = clipboard
        let isReplaced = await Task { [number] in await clipboard.replace(secret.exposed, number: number) }.value
        await tell(isReplaced ? .tokenReplaced(id) : .tokenLeft(id))
    }

    private func reveal(_ id: TokenID, _ audiences: AudienceSet) async -> Token? {
        await withCheckedContinuation { answer in
            let result = orders.yield(.reveal(id, of: audiences, to: { answer.resume(returning: $0) }))
            // Nobody takes orders any more.
            if case .terminated = result { answer.resume(returning: nil) }
        }
    }
}
