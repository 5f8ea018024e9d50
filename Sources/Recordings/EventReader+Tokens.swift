import ProxyCore

extension EventReader {
    static func tokenEvent(_ type: String, _ line: Members) throws(Members.Fault) -> ProxyEvent? {
        switch type {
        case "token.fetching":
            .tokenFetching(
                TokenFetching(
                    time: try line.time("time"), audiences: try line.audiences(), handle: try line.handle(),
                    reason: try line.word("reason"), attempt: try line.count("attempt"),
                    flow: try line.optionalFlow("flow")))
        case "token.retrying":
            .tokenRetrying(
                TokenRetrying(
                    time: try line.time("time"), audiences: try line.audiences(), handle: try line.handle(),
                    retry: MintRetry(
                        attempt: try line.count("try"), code: try line.string("error"),
                        took: try line.duration("duration"), wait: try line.duration("wait"))))
        case "token.minted": .tokenMinted(try minted(line))
        case "token.refreshed": .tokenRefreshed(try minted(line))
        case "token.failed": .tokenFailed(try failed(line))
        case "token.evicted":
            .tokenEvicted(
                TokenEvicted(
                    time: try line.time("time"), audiences: try line.audiences(), handle: try line.handle(),
                    token: try? line.optionalToken("handle"),
                    reason: try line.required("reason", "a reason") {
                        $0.string.flatMap(TokenEvicted.Reason.init(rawValue:))
                    }))
        case "token.expired":
            .tokenExpired(
                TokenExpired(
                    time: try line.time("time"), audiences: try line.audiences(), token: try token(line),
                    uses: try line.count("uses")))
        case "token.restored":
            .tokenRestored(
                TokenRestored(
                    time: try line.time("time"), audiences: try line.audiences(), token: try token(line),
                    instead: try line.optionalToken("instead_of"), refreshAt: try line.time("refresh")))
        case "token.verified": .tokenVerified(try verified(line))
        default: nil
        }
    }

    static func token(_ line: Members) throws(Members.Fault) -> TokenID {
        try line.required("handle", "a token, such as B2") { $0.string.flatMap { TokenID(recorded: $0) } }
    }

    private static func minted(_ line: Members) throws(Members.Fault) -> TokenMinted {
        TokenMinted(
            time: try line.time("time"), facts: try facts(line), reason: try line.word("reason"),
            refreshAt: try line.time("refresh"), took: try line.duration("duration"),
            waiters: try line.count("waiters"), waiting: try waiting(line), flow: try line.optionalFlow("flow"),
            requestID: try line.optionalString("request_id"), cap: try cap(line),
            servesFrom: try line.optionalTime("serves"), callFault: try line.optionalFault())
    }

    /// The first of the requests that waited.
    private static func waiting(_ line: Members) throws(Members.Fault) -> [FlowID] {
        try line.optional("waiting", "a list of flows") { value -> [FlowID]? in
            guard case .array(let values) = value else { return nil }
            let numbers = values.compactMap(\.integer).filter { $0 >= 0 }
            return numbers.count == values.count ? numbers.map { FlowID(UInt64($0)) } : nil
        } ?? []
    }

    private static func facts(_ line: Members) throws(Members.Fault) -> TokenFacts {
        let took = try line.duration("duration")
        // A log has neither the claims nor `iat`: it was asked for when the call began.
        let asked = try line.time("time").advanced(by: .zero - took)
        var header: [String: JSONValue] = [:]
        header["kid"] = try line.optionalString("kid").map { .string($0) }
        header["alg"] = try line.optionalString("algorithm").map { .string($0) }
        return TokenFacts(
            id: try token(line), audiences: try line.audiences(), print: try line.string("print"),
            digest: try line.optionalString("sha256"), length: try line.optionalCount("length") ?? 0,
            issuedAt: try line.optionalTime("issued") ?? WallTime(seconds: asked.seconds),
            expiresAt: try line.time("expires"), header: line["header"] ?? .object(header),
            claims: line["claims"] ?? .object([:]))
    }

    private static func cap(_ line: Members) throws(Members.Fault) -> SessionCap? {
        guard let value = line["capped"] else { return nil }
        let members = try Members(value, "capped")
        return SessionCap(
            wanted: .seconds(try members.count("wanted")), asked: .seconds(try members.count("asked")),
            sessionEnds: try members.optionalTime("session_ends"))
    }

    private static func failed(_ line: Members) throws(Members.Fault) -> TokenFailed {
        TokenFailed(
            time: try line.time("time"), audiences: try line.audiences(), handle: try line.handle(),
            reason: try line.word("reason"), attempt: try line.count("attempt"),
            failure: MintFailure(
                kind: try line.word("kind"), code: try line.string("error"), message: try line.string("detail"),
                requestID: try line.optionalString("request_id"), remedy: try line.optionalString("remedy"),
                fault: try line.optionalFault()),
            retryAt: try line.time("retry"), took: try line.duration("duration"), waiters: try line.count("waiters"),
            waiting: try waiting(line), flow: try line.optionalFlow("flow"),
            stillServing: try line.optionalToken("serving"))
    }
}
