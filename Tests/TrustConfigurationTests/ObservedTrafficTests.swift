import Foundation
import IAMPolicies
import ProxyCore
import Testing

@testable import TrustConfiguration

@Suite("What was minted makes a policy, and no more than that")
struct ObservedTrafficTests {
    private func mint(
        _ audiences: [String], subject: String = "arn:aws:iam::123456789012:role/app", life: Int64 = 900,
        algorithm: String = "RS256",
        tags: [String: JSONValue] = [:]
    ) throws -> ProxyEvent {
        let issued = WallTime(seconds: 1_795_271_058)
        let audiences = try #require(AudienceSet(audiences))
        let facts = TokenFacts(
            id: TokenID(handle: TokenHandle(index: 0), generation: 1), audiences: audiences, print: "9c41e7",
            length: 1_214,
            issuedAt: issued, expiresAt: issued.advanced(by: .seconds(life)),
            header: .object(["alg": .string(algorithm)]),
            claims: .object([
                "iss": .string("https://a.tokens.sts.global.api.aws"), "sub": .string(subject),
                "https://sts.amazonaws.com/": .object(["request_tags": .object(tags)]),
            ]))
        return .tokenMinted(
            TokenMinted(
                time: issued, facts: facts, reason: .first, refreshAt: issued, took: .zero, waiters: 1, flow: nil,
                requestID: nil))
    }

    private func statement(_ events: [ProxyEvent]) throws -> [String: Any] { try #require(statements(events).first) }

    private func statements(_ events: [ProxyEvent]) throws -> [[String: Any]] {
        var traffic = ObservedTraffic()
        for event in events { traffic.absorb(event) }
        let text = try #require(traffic.policy(named: "Jotop")).json
        let policy = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(policy["Version"] as? String == "2012-10-17")
        let statements = try #require(policy["Statement"] as? [[String: Any]])
        #expect(Set(statements.compactMap { $0["Sid"] as? String }).count == statements.count)
        return statements
    }

    @Test("The conditions are on what was asked for")
    func conditions() throws {
        let own = try statement([
            mint(["https://b", "https://a"]), mint(["https://a"], life: 3_600, algorithm: "ES384"),
        ])
        #expect(own["Effect"] as? String == "Allow")
        #expect(own["Action"] as? String == "sts:GetWebIdentityToken")
        #expect(own["Resource"] as? String == "*")
        let conditions = try #require(own["Condition"] as? [String: [String: Any]])
        #expect(
            conditions["ForAllValues:StringEquals"]?["sts:IdentityTokenAudience"] as? [String] == [
                "https://a", "https://b",
            ])
        #expect(conditions["NumericLessThanEquals"]?["sts:DurationSeconds"] as? String == "3600")
        #expect(conditions["StringEquals"]?["sts:SigningAlgorithm"] as? [String] == ["ES384", "RS256"])
    }

    @Test("A token that was made wrong on purpose is no reason to trust anybody")
    func faulted() throws {
        var traffic = ObservedTraffic()
        traffic.absorb(try mint(["https://a"]))
        let fault = Fault.audience("urn:example:x")
        guard case .tokenMinted(let right) = try mint(["urn:example:x"]) else { return }
        let facts = TokenFacts(
            id: right.facts.id, audiences: fault.audiences(insteadOf: AudienceSet("https://a"), tags: []), print: "",
            length: 1, issuedAt: right.facts.issuedAt, expiresAt: right.facts.expiresAt, header: right.facts.header,
            claims: right.facts.claims)
        for mint in [
            TokenMinted(
                time: right.time, facts: facts, reason: .first, refreshAt: right.time, took: .zero, waiters: 1,
                flow: nil,
                requestID: nil),
            TokenMinted(
                time: right.time, facts: right.facts, reason: .first, refreshAt: right.time, took: .zero, waiters: 1,
                flow: nil, requestID: nil, callFault: .keysRotated),
        ] { traffic.absorb(.tokenRefreshed(mint)) }
        #expect(traffic.allAudiences == ["https://a"])
        #expect(traffic.faulted == 2)
    }

    @Test("Each set of tags has a statement of its own, as a mint's conditions would never hold of tagging")
    func tags() throws {
        let core: [String: JSONValue] = ["team": .string("core")]
        let edge: [String: JSONValue] = ["team": .string("edge"), "env": .string("${x}")]
        let own = try statements([
            mint(["a"]), mint(["a"], tags: core), mint(["b"], tags: edge), mint(["b"], tags: core),
        ])
        #expect(
            own.compactMap { $0["Action"] as? String } == [
                "sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken", "sts:TagGetWebIdentityToken",
            ])
        let conditions = try #require(own.last?["Condition"] as? [String: [String: Any]])
        #expect(Set(conditions.keys) == ["StringEquals", "ForAllValues:StringEquals"])
        #expect(
            conditions["StringEquals"] as? [String: String] == [
                "aws:RequestTag/team": "edge", "aws:RequestTag/env": "${$}{x}",
            ])
        #expect(conditions["ForAllValues:StringEquals"]?["aws:TagKeys"] as? [String] == ["env", "team"])
    }

    @Test("Endless sets of tags are not all kept, and what is left out is counted")
    func boundedTags() throws {
        var traffic = ObservedTraffic()
        for number in 0..<25 { traffic.absorb(try mint(["a"], tags: ["n": .string("\(number)")])) }
        #expect(traffic.tagSets.count == 20 && traffic.omitted == 5)
    }

    @Test("An audience that looks like a policy variable stays itself")
    func variables() throws {
        let conditions = try #require(
            try statement([mint(["${aws:username}"])])["Condition"] as? [String: [String: Any]])
        #expect(
            conditions["ForAllValues:StringEquals"]?["sts:IdentityTokenAudience"] as? String == "${$}{aws:username}")
    }

    private func failure(_ audience: String, _ kind: MintFailure.Kind) -> ProxyEvent {
        failure(AudienceSet(audience), kind)
    }

    private func failure(_ audiences: AudienceSet, _ kind: MintFailure.Kind) -> ProxyEvent {
        .tokenFailed(
            TokenFailed(
                time: WallTime(seconds: 1_795_271_058), audiences: audiences, handle: TokenHandle(index: 1),
                reason: .first, attempt: 1, failure: MintFailure(kind: kind, code: "AccessDenied", message: ""),
                retryAt: WallTime(seconds: 1_795_271_062), took: .zero, waiters: 0, flow: nil, stillServing: nil))
    }

    @Test("What was denied is in the policy, since that is what it is wanted for; so is what failed otherwise")
    func denied() throws {
        let own = try statement([
            mint(["https://a"]), failure("https://b", .denied), failure("https://c", .unavailable),
        ])
        let conditions = try #require(own["Condition"] as? [String: [String: Any]])
        #expect(
            conditions["ForAllValues:StringEquals"]?["sts:IdentityTokenAudience"] as? [String] == [
                "https://a", "https://b", "https://c",
            ])
        var traffic = ObservedTraffic()
        traffic.absorb(failure("https://a", .denied))
        #expect(traffic.policy()?.json.contains("https://a") == true)
        #expect(traffic.deniedAudiences == ["https://a"] && traffic.subjects.isEmpty)
        traffic.absorb(failure("https://c", .unavailable))
        #expect(traffic.deniedAudiences == ["https://a"])
        traffic.absorb(try mint(["https://a"]))
        #expect(traffic.deniedAudiences.isEmpty)
    }

    @Test(
        "The life in it is the one that is asked for, since STS compares that and may grant less",
        arguments: [(nil, nil, 900), (3_600, nil, 3_600), (300, 1_800, 1_800), (nil, 60, 60)] as [(Int?, Int?, Int)])
    func askedLife(_ row: (configured: Int?, own: Int?, expected: Int)) throws {
        var traffic = ObservedTraffic(configuredLife: row.configured.map { .seconds($0) })
        traffic.absorb(try mint(["https://a"]))
        if let own = row.own {
            let audiences = AudienceSet("https://b").asking(TokenTraits(duration: .seconds(own)))
            traffic.absorb(failure(audiences, .unavailable))
        }
        #expect(traffic.longestLife == .seconds(row.expected))
    }

    @Test("An audience that nobody has, wanted for a fault, is in no policy")
    func faultedFailure() {
        var traffic = ObservedTraffic()
        let fault = Fault.audience("urn:example:x")
        traffic.absorb(failure(fault.audiences(insteadOf: AudienceSet("https://a"), tags: []), .denied))
        #expect(traffic.allAudiences.isEmpty && traffic.faulted == 1)
    }

    @Test("Without a mint there is no policy: one without audiences would allow all")
    func nothing() {
        #expect(ObservedTraffic().policy() == nil)
        #expect(ObservedTraffic().subjects.isEmpty)
    }

    @Test("Each principal is a subject of its own, with its audiences")
    func subjects() throws {
        var traffic = ObservedTraffic()
        for event in try [mint(["b"]), mint(["a"]), mint(["c"], subject: "arn:aws:iam::1:role/other")] {
            traffic.absorb(event)
        }
        #expect(traffic.subjects.map(\.subject) == ["arn:aws:iam::123456789012:role/app", "arn:aws:iam::1:role/other"])
        #expect(traffic.subjects.map(\.audiences) == [["a", "b"], ["c"]])
        #expect(traffic.subjects[0].keySet == "https://a.tokens.sts.global.api.aws/.well-known/jwks.json")
    }

    @Test("Endless audiences cost a bounded amount, and what is left out is counted")
    func bounded() throws {
        var traffic = ObservedTraffic()
        for number in 0..<1_100 { traffic.absorb(try mint(["aud-\(number)"])) }
        #expect(traffic.allAudiences.count == 1_000)
        #expect(traffic.omitted == 100)
    }

    @Test("What is hidden on the screen can be hidden here, too")
    func hidden() throws {
        var traffic = ObservedTraffic()
        traffic.absorb(try mint(["https://secret.example"]))
        #expect(traffic.policy { _ in "host-1" }?.json.contains("secret") == false)
    }
}
