import Synchronization

/// Keeps what a source of credentials found, and renews it in time: once, however many ask.
///
/// It works without ``run()``, which only adds that nobody needs to ask: then credentials are renewed ahead of their end
/// by themselves, and a new login or a changed profile is noticed. A caller that is cancelled cancels nobody else.
package final class CachedCredentials: CredentialProvider {
    typealias Found = Result<AWSCredentials, CredentialError>

    struct State {
        var lease = CredentialLease()
        var waiters: [UInt64: CheckedContinuation<Found, Never>] = [:]
        var lastWaiter: UInt64 = 0
        var lastReport: CredentialReport?
    }

    private let source: any CredentialProvider
    private let environment: STSClient.Environment
    private let clock: ServiceClock
    private let correctsClock: Bool
    private let watch: StampWatch
    private let longestSearch: Duration
    private let onReport: @Sendable (CredentialReport) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - clock: what is known of the service's clock, by which lifetimes are judged.
    ///   - correctsClock: whether that clock counts; if not (`AWS_DISABLE_CLOCK_SKEW_CORRECTION`), ours does.
    ///   - stamp: stands for the state of the files that the source reads; looked at before each answer. Whoever finds
    ///     it changed waits until the source has been asked anew. ``run()`` looks too, and has it asked behind those
    ///     who ask.
    ///   - longestSearch: after that a search counts as failed: a source that hangs keeps nobody waiting for good.
    ///   - onReport: told what a search came to, if that is news.
    package init<Stamp: Equatable & Sendable>(
        _ source: any CredentialProvider, environment: STSClient.Environment = .live,
        clock: ServiceClock = ServiceClock(), correctsClock: Bool = true,
        stamp: @escaping @Sendable () -> Stamp, longestSearch: Duration = .seconds(90),
        onReport: @escaping @Sendable (CredentialReport) -> Void = { _ in }
    ) {
        self.source = source
        self.environment = environment
        self.clock = clock
        self.correctsClock = correctsClock
        self.onReport = onReport
        self.longestSearch = longestSearch
        watch = StampWatch(stamp)
    }

    /// Of a source that reads no files.
    package convenience init(
        _ source: any CredentialProvider, environment: STSClient.Environment = .live,
        clock: ServiceClock = ServiceClock(), onReport: @escaping @Sendable (CredentialReport) -> Void = { _ in }
    ) {
        self.init(source, environment: environment, clock: clock, stamp: { 0 }, onReport: onReport)
    }

    package var name: String { source.name }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        noticeChanges()
        return try await answer { $0.requested(at: $1) }.get()
    }

    package func rejected(_ credentials: AWSCredentials) async {
        let now = now
        state.withLock { $0.lease.rejected(credentials, at: now) }
        await source.rejected(credentials)
    }

    package func accepted(_ credentials: AWSCredentials) async {
        let isNews = state.withLock { state in
            guard state.lease.accepted(credentials) else { return false }
            state.lastReport = .resolved(credentials)
            return true
        }
        if isNews { onReport(.resolved(credentials)) }
    }

    package func renew(_ credentials: AWSCredentials) async {
        noticeChanges()
        _ = await answer { $0.renewalWanted(of: credentials, at: $1) }
    }

    /// Renews ahead of time until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let now = now
            let pause = state.withLock { $0.lease.nextLook(at: now) }
            do { try await environment.sleep(.seconds(pause)) } catch { return }
            tick()
        }
    }

    private var now: CredentialLease.Moment {
        CredentialLease.Moment(
            service: correctsClock ? clock.now(environment) : environment.now(), uptime: environment.uptime())
    }
}

// MARK: - Searches

extension CachedCredentials {
    private func tick() {
        // Before any search: what has changed until now is not its doing.
        noticeChanges()
        let now = now
        if state.withLock({ $0.lease.ticked(at: now) }) { search() }
    }

    private func noticeChanges() {
        if watch.hasChanged() { state.withLock { $0.lease.filesChanged() } }
    }

    /// Asks the source in a task of its own, which no caller's cancellation reaches.
    private func search() {
        Task {
            let found: Found? = await environment.within(longestSearch) { [source] in
                do throws(CredentialError) { return .success(try await source.credentials()) } catch {
                    return .failure(error)
                }
            }
            finish(found ?? .failure(tooLong))
        }
    }

    private var tooLong: CredentialError {
        CredentialError(
            .failed, source: name, message: "the search for credentials took longer than \(longestSearch)",
            remedy: "jotop doctor shows where credentials are looked for; see whether that place answers")
    }

    private func finish(_ found: Found) {
        // What the source has changed itself belongs to this search.
        noticeChanges()
        let (now, random) = (now, environment.random())
        let (ending, waiters, report) = state.withLock { state in
            let ending = state.lease.ended(found, at: now, random: random)
            defer { state.waiters = [:] }
            return (ending, Array(state.waiters.values), state.news(of: found, at: now))
        }
        if let report { onReport(report) }
        let answer: Found
        switch ending {
        case .answer(let credentials): answer = .success(credentials)
        case .fail(let error): answer = .failure(error)
        }
        for waiter in waiters { waiter.resume(returning: answer) }
    }
}

extension CredentialLease {
    fileprivate mutating func ended(
        _ found: Result<AWSCredentials, CredentialError>, at now: CredentialLease.Moment, random: Double
    ) -> Ending {
        switch found {
        case .success(let credentials): resolved(credentials, at: now)
        case .failure(let error): failed(error, at: now, random: random)
        }
    }
}

extension CachedCredentials.State {
    /// What a search came to, if that has not been told yet.
    mutating func news(of found: CachedCredentials.Found, at now: CredentialLease.Moment) -> CredentialReport? {
        let report: CredentialReport
        switch found {
        case .success(let credentials) where lease.wasRejected(credentials):
            report = .failed(.refused(credentials), serving: nil)
        case .success(let credentials): report = .resolved(credentials)
        case .failure(let error): report = .failed(error, serving: lease.serving(at: now))
        }
        guard report != lastReport else { return nil }
        lastReport = report
        return report
    }
}

extension CredentialError {
    /// The service has refused these, and a search has found no others.
    fileprivate static func refused(_ credentials: AWSCredentials) -> CredentialError {
        guard credentials.sessionToken != nil else {
            return CredentialError(
                .failed, source: credentials.source, message: "STS says that these keys are unknown",
                remedy: "set the access key and its secret anew")
        }
        return CredentialError(
            .loginNeeded, source: credentials.source, message: "STS says that these credentials are over",
            remedy: "log in again, or export fresh credentials")
    }
}

// MARK: - Callers

extension CachedCredentials {
    /// Answers a caller at once, or when the search that it waits for has ended, or when it is cancelled.
    private func answer(_ ask: (inout CredentialLease, CredentialLease.Moment) -> CredentialLease.Order) async -> Found
    {
        let now = now
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let order = state.withLock { state in
                    let order = ask(&state.lease, now)
                    if order == .search || order == .wait { state.waiters[id] = waiter }
                    return order
                }
                carryOut(order, for: waiter)
                if Task.isCancelled { giveUp(id) }
            }
        } onCancel: {
            giveUp(id)
        }
    }

    private func carryOut(_ order: CredentialLease.Order, for waiter: CheckedContinuation<Found, Never>) {
        switch order {
        case .serve(let credentials): waiter.resume(returning: .success(credentials))
        case .serveAndSearch(let credentials):
            waiter.resume(returning: .success(credentials))
            search()
        case .search: search()
        case .fail(let error): waiter.resume(returning: .failure(error))
        case .wait: break
        }
    }

    private func giveUp(_ id: UInt64) {
        let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
        waiter?.resume(
            returning: .failure(
                CredentialError(
                    .failed, source: name, message: "the search for credentials was cancelled",
                    remedy: "ask again")))
    }
}
