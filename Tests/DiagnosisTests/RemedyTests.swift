import ProxyCore
import Testing

@testable import Diagnosis

@Suite("What to try")
struct RemedyTests {
    /// What only a setting puts right: it takes a new start, which no key does.
    private static let settings: Set<Cause> = [
        .noUpstream, .invalidUpstream, .notAllowed, .crossSite, .host, .overload, .proxyAuthentication,
        .protocolMismatch, .lifetime,
    ]
    /// What nobody can do anything about.
    private static let over: Set<Cause> = [.badRequest, .shuttingDown, .clientGone, .fault]

    @Test("The first thing to try has a key, but where only a setting helps", arguments: Cause.allCases)
    func keys(cause: Cause) {
        let remedies = CauseRemedies(cause, Case.evidence(of: Case.answered(401))).remedies
        #expect(remedies.isEmpty == Self.over.contains(cause))
        guard let first = remedies.first else { return }
        #expect((first.action == nil) == (Self.settings.contains(cause) || cause == .young))
    }

    private static func asked(_ events: ProxyEvent..., body: String = "") -> Diagnosis {
        Case.diagnosis(
            of: Case.answered(401, body: body),
            after: [Case.mint(Case.facts()), .flowCompleted(Case.answered(200, flow: 5))] + events)
    }

    @Test("What has been tried is not offered again, and what came of it is told")
    func tried() {
        let before = Self.asked()
        #expect(before.remedies.map(\.action) == [.bisect, .evidence, .verify])
        let verified = Self.asked(.tokenVerified(ExperimentTests.check(.valid)))
        #expect(verified.remedies.map(\.action) == [.bisect, .evidence])
        #expect(verified.sentence?.plain.hasPrefix("unknown, but not the signature: it is good") == true)
        let read = Self.asked(
            .tokenVerified(ExperimentTests.check(.valid)),
            ExperimentTests.report([401, 401, 401, 401], said: ["a", "b", "a", "c"]))
        #expect(read.remedies.map(\.action) == [.evidence])
        #expect(read.sentence?.plain.contains("this token's is good to it") == true)
    }

    @Test("A check that could not be made, and a bisect that says nothing, are offered again")
    func unfinished() {
        let unchecked = Self.asked(.tokenVerified(ExperimentTests.check(.unchecked, .unreachable, keys: false)))
        #expect(unchecked.remedies.contains { $0.action == .verify })
        let unread = Self.asked(ExperimentTests.report([503, 503, 503, 503]))
        #expect(unread.remedies.contains { $0.action == .bisect })
    }

    @Test("An upstream that has verified the signature knows the issuer")
    func knownIssuer() {
        let diagnosis = Case.diagnosis(
            of: Case.answered(401),
            after: [
                Case.mint(Case.facts()), ExperimentTests.report([401, 401, 401, 401], said: ["a", "b", "a", "c"]),
            ])
        #expect(diagnosis.cause == .audience)
        #expect(diagnosis.sentence?.plain.contains("it knows the issuer") == true)
        #expect(!diagnosis.remedies.contains { $0.action == .bisect })
    }

    @Test(
        "What the upstream limits is told with what keeps within it",
        arguments: [
            (
                #"{"exp":"exceeds maximum allowed expiration"}"#, Cause.lifetime, "the token lives longer",
                [nil, .evidence]
            ),
            (
                "maxAge exceeded", .expired, "the upstream takes no token as old as this one",
                [.refresh, nil, .evidence]
            ),
        ] as [(String, Cause, String, [RemedyAction?])])
    func limits(body: String, cause: Cause, sentence: String, actions: [RemedyAction?]) {
        let diagnosis = Self.asked(body: body)
        #expect(diagnosis.cause == cause)
        #expect(diagnosis.sentence?.plain.hasPrefix(sentence) == true)
        #expect(diagnosis.remedies.map(\.action) == actions)
        #expect(diagnosis.remedies.contains { $0.setting == "--token-duration 5m" })
    }

    @Test("A 403 without words, where nobody was ever let in, may be for the audience")
    func forbiddenToStranger() {
        let diagnosis = Case.diagnosis(of: Case.answered(403))
        #expect(diagnosis.cause == .unknown)
        #expect(diagnosis.sentence?.plain.hasPrefix("unknown: the audience, the issuer or a policy") == true)
        #expect(diagnosis.remedies.map(\.action) == [.audience, .bisect, .evidence])
        let known = Case.diagnosis(
            of: Case.answered(403, sent: Case.sent(2)),
            after: [Case.mint(Case.facts()), Case.mint(Case.facts(2)), .flowCompleted(Case.answered(200, flow: 5))])
        #expect(known.remedies.first?.action == .bisect)
    }

    @Test("A token that Google's front end takes for none it knows may have another audience than it expects")
    func unverifiedByGoogle() {
        let fields = [("WWW-Authenticate", #"Bearer error_description="The access token could not be verified""#)]
        let stranger = Case.diagnosis(of: Case.answered(401, fields))
        #expect(stranger.cause == .revoked)
        #expect(stranger.remedies.first?.action == .audience)
        let known = Case.diagnosis(
            of: Case.answered(401, fields),
            after: [Case.mint(Case.facts()), .flowCompleted(Case.answered(200, flow: 5))])
        #expect(known.remedies.first?.action == .bisect)
    }

    @Test("A head that is too large has nothing to do with audience, age or signature")
    func size() {
        let diagnosis = Case.diagnosis(of: Case.answered(431))
        #expect(diagnosis.findings.allSatisfy { $0.action == nil })
        #expect(diagnosis.finding(.size)?.aside?.plain == "below the common limit of 8 KiB")
        #expect(diagnosis.remedies.first?.action == .nextTab)
    }
}
