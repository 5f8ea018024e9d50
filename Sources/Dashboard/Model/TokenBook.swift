import Diagnosis
import ProxyCore

/// Every audience set that a token was asked for, in order of their handles.
struct TokenBook: Sendable {
    /// Beyond this many, rows without a living token go, oldest first.
    private static let limit = 2_048
    private static let changeLimit = 256

    private(set) var rows: [TokenRow] = []
    /// The numbers of the rows' handles, ascending.
    private var handleIndices: [Int] = []
    private var handles: [AudienceSet: TokenHandle] = [:]
    /// What the rows have let go: flows that are still listed carried it.
    private var archive = TokenArchive<TokenGeneration>()
    private(set) var calls = 0
    /// By how much the cache's clock is ahead.
    private var clock = Duration.zero
    /// The first requests that carried a token of another identity than the one before, as far as they are remembered.
    private(set) var identityChanges: [FlowID: IdentityChange] = [:]

    var count: Int { rows.count }
    /// A row's key is the number of its handle.
    var keys: RowKeys { RowKeys(single: handleIndices) }

    subscript(key: Int) -> TokenRow? { self[TokenHandle(index: key)] }

    subscript(handle: TokenHandle) -> TokenRow? {
        let index = index(of: handle)
        return index < rows.count && rows[index].handle == handle ? rows[index] : nil
    }

    subscript(audiences: AudienceSet) -> TokenRow? { handles[audiences].flatMap { self[$0] } }

    func generation(_ id: TokenID) -> TokenGeneration? { self[id.handle]?.generation(id.generation) ?? archive[id] }

    /// The token of the same audience set before that one, if it is still kept.
    func generation(before id: TokenID) -> TokenGeneration? {
        self[id.handle]?.generations.last { $0.id.generation < id.generation } ?? archive.newest(before: id)
    }

    mutating func absorb(_ event: ProxyEvent) {
        switch event {
        case .tokenFetching(let event): change(event.handle, event.audiences) { $0.fetching(event) }
        case .tokenMinted(let event), .tokenRefreshed(let event):
            calls += 1
            var old: TokenGeneration?
            change(event.facts.id.handle, event.facts.audiences) { old = $0.minted(event) }
            if let old { archive.displaced(old.id, old) }
        case .tokenFailed(let event):
            calls += 1
            change(event.handle, event.audiences) { $0.failed(event) }
        case .tokenEvicted(let event): change(event.handle, event.audiences) { $0.evicted(event) }
        case .tokenExpired(let event): change(event.token.handle, event.audiences) { $0.expired(event) }
        case .tokenRestored(let event): change(event.token.handle, event.audiences) { $0.restored(event) }
        case .flowCompleted(let end), .flowFailed(let end):
            guard end.start.replay == nil, let index = index(of: end) else { return }
            rows[index].flowEnded(FlowRecord(start: end.start, end: end), end)
            noteIdentity(of: end, rows[index])
        case .flowProgressed(let progress):
            guard progress.start.replay == nil, let index = index(of: progress) else { return }
            rows[index].flowProgressed(progress)
            noteIdentity(of: progress, rows[index])
        case .fault(let notice):
            if case .clockMoved(let ahead) = notice.happening { clockMoved(to: ahead) }
        case .flowStarted, .tokenRetrying, .listening, .tls, .credentialsResolved, .credentialsFailed,
            .principalChanged, .clockMeasured, .preflightProgressed, .mintingSwitched, .audienceChanged,
            .tokenVerified, .bisectProgressed, .replayRefused:
            break
        }
    }

    private mutating func clockMoved(to ahead: Duration) {
        let step = ahead > clock ? ahead - clock : nil
        clock = ahead
        for index in rows.indices { rows[index].clockMoved(by: step) }
    }

    /// The wall clock was set.
    mutating func clockWasSet(by step: Duration) {
        for index in rows.indices { rows[index].clockWasSet(by: step) }
    }

    /// - Returns: those that there were.
    mutating func forgotRefusals(of audiences: AudienceSet?) -> [ForgottenRefusal] {
        rows.indices.filter { audiences == nil || rows[$0].audiences == audiences }
            .compactMap { rows[$0].forgotRefusal() }
    }

    private mutating func noteIdentity(of flow: FlowEnd, _ row: TokenRow) {
        guard let token = flow.token?.id, let generation = row.generation(token.generation),
            generation.firstFlow == flow.start.id, let change = generation.identityChange
        else { return }
        identityChanges[flow.start.id] = change
        guard identityChanges.count > Self.changeLimit, let oldest = identityChanges.keys.min() else { return }
        identityChanges[oldest] = nil
    }

    private func index(of flow: FlowEnd) -> Int? {
        let handle = flow.token?.id.handle ?? flow.heldToken?.handle
        return (handle ?? flow.start.audiences.flatMap { handles[$0] }).flatMap { existing($0) }
    }

    private mutating func change(
        _ handle: TokenHandle, _ audiences: AudienceSet, _ body: (inout TokenRow) -> Void
    ) {
        if let index = existing(handle) { return body(&rows[index]) }
        makeRoom()
        let index = index(of: handle)
        rows.insert(TokenRow(handle: handle, audiences: audiences), at: index)
        handleIndices.insert(handle.index, at: index)
        handles[audiences] = handle
        body(&rows[index])
    }

    private mutating func makeRoom() {
        guard rows.count >= Self.limit else { return }
        let idle = rows.firstIndex { $0.fetching == nil && ($0.newest == nil || $0.newest?.fate != nil) } ?? 0
        let gone = rows.remove(at: idle)
        handleIndices.remove(at: idle)
        if handles[gone.audiences] == gone.handle { handles[gone.audiences] = nil }
        for generation in gone.generations { archive.displaced(generation.id, generation) }
    }

    private func existing(_ handle: TokenHandle) -> Int? {
        let index = index(of: handle)
        return index < rows.count && rows[index].handle == handle ? index : nil
    }

    /// Where the row of a handle is, or belongs.
    private func index(of handle: TokenHandle) -> Int { handleIndices.firstIndex(notBelow: handle.index) }
}
