import ProxyCore

/// Taking the latest refresh or evict back.
extension Dashboard {
    /// What a message about a deed that can be taken back ends with.
    var undoWords: String {
        let seconds = EngineCommand.undoTime.components.seconds
        guard let key = keymap.anyKey(for: .undo) else { return "" }
        return "\(key) undoes for \(seconds) s"
    }

    mutating func undo() -> [Effect] {
        undoable = undoable.filter { $0.value > now }
        guard !undoable.isEmpty else {
            let seconds = EngineCommand.undoTime.components.seconds
            show("nothing to undo: a token is kept for \(seconds) s after it was refreshed over or evicted")
            return []
        }
        return [.send(.undo)]
    }

    /// Keeps account of what can be brought back.
    mutating func noteUndoable(_ event: ProxyEvent) {
        switch event {
        case .tokenRefreshed(let mint) where mint.reason == .forced:
            let generations = live.tokens[mint.facts.id.handle]?.generations ?? []
            guard let old = generations.dropLast().last else { return }
            keep(old.id, since: mint.time)
        case .tokenEvicted(let event) where event.reason == .requested:
            guard let token = event.token else { return }
            keep(token, since: event.time)
        case .tokenRestored(let event): forget(event.token.handle)
        default: break
        }
    }

    /// One token an audience set is kept: a later one takes an earlier one's place.
    private mutating func keep(_ token: TokenID, since time: WallTime) {
        forget(token.handle)
        undoable[token] = time.advanced(by: EngineCommand.undoTime)
    }

    private mutating func forget(_ handle: TokenHandle) {
        for id in undoable.keys where id.handle == handle { undoable[id] = nil }
    }
}
