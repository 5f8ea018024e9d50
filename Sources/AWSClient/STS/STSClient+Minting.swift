extension STSClient {
    /// Mints a token (STS API Reference, *GetWebIdentityToken*).
    ///
    /// With `capsToSession` it asks for no more life than the session of the credentials has left, and renews them first
    /// if that is less than a minute. Both calls share one deadline; waiting for credentials does not count against it.
    package func getWebIdentityToken(
        _ request: WebIdentityTokenRequest
    ) async throws(STSError) -> WebIdentityTokenResponse {
        guard configuration.capsToSession else {
            return try WebIdentityTokenResponse(await query.call(request.form), asked: request.duration, cap: nil)
        }
        let plan = try await plan(request)
        let start = query.environment.uptime()
        let outcome = await ask(request, plan, since: start)
        guard case .failure(let error) = outcome.result, error.isSessionEscalation, let keys = outcome.keys else {
            return try finish(outcome, plan, request)
        }
        session.refused(plan.asked, for: keys, at: serviceTime)
        // Less is asked for once in a call; a service that says no again is asked for still less by the next call.
        let asked = query.environment.uptime()
        let second = try await self.plan(request)
        let waited = outcome.waited + query.environment.uptime() - asked
        guard second.asked < plan.asked || !second.keys.isSame(as: keys) else { throw error }
        let again = await ask(request, second, since: start + waited)
        if case .failure(let error) = again.result, error.isSessionEscalation, let keys = again.keys {
            session.refused(second.asked, for: keys, at: serviceTime)
        }
        return try finish(again, second, request)
    }

    /// What a call asks for, and with which keys.
    private struct MintPlan {
        let keys: AWSCredentials
        let asked: Duration
        let cap: WebIdentityTokenResponse.Cap?
    }

    /// What the service takes where nothing is asked for.
    private static let defaultDuration: Duration = .seconds(300)

    private func plan(_ request: WebIdentityTokenRequest) async throws(STSError) -> MintPlan {
        let start = query.environment.uptime()
        let wanted = request.duration ?? Self.defaultDuration
        let keys = try await query.keys(within: left(since: start))
        if case .ask(let asked, let cap) = bound(keys, wanted) { return MintPlan(keys: keys, asked: asked, cap: cap) }
        try await query.renew(keys, within: left(since: start))
        let renewed = try await query.keys(within: left(since: start))
        switch bound(renewed, wanted) {
        case .ask(let asked, let cap): return MintPlan(keys: renewed, asked: asked, cap: cap)
        case .renewFirst(let end): throw .sessionEnding(SessionEnding(source: renewed.source, ends: end))
        }
    }

    /// What is left of the patience with the source of the credentials.
    private func left(since start: Duration) -> Duration {
        max(.zero, configuration.credentialPatience - (query.environment.uptime() - start))
    }

    private func bound(_ keys: AWSCredentials, _ wanted: Duration) -> SessionBound.Plan {
        session.plan(for: keys, wanting: wanted, at: serviceTime, knowingTime: knowsTime)
    }

    private func ask(
        _ request: WebIdentityTokenRequest, _ plan: MintPlan, since start: Duration
    ) async -> QueryClient.CallOutcome {
        var request = request
        if plan.cap != nil { request.duration = plan.asked }
        return await query.call(QueryCall(request.form, of: query, keys: plan.keys), since: start)
    }

    private func finish(
        _ outcome: QueryClient.CallOutcome, _ plan: MintPlan, _ request: WebIdentityTokenRequest
    ) throws(STSError) -> WebIdentityTokenResponse {
        let asked = plan.cap?.asked ?? request.duration
        let response = try WebIdentityTokenResponse(outcome.result.get(), asked: asked, cap: plan.cap)
        if let keys = outcome.keys { session.minted(response.token, for: keys) }
        return response
    }
}
