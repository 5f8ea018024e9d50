import NIOHTTP1
import ProxyCore
import Testing

@testable import EmulatedSTS

@Suite("What a path of the upstream does")
struct UpstreamBehaviourTests {
    @Test(
        "Delay and answer follow from path and query, within bounds",
        arguments: [
            ("/v1/x", "", Duration.zero, UpstreamBehaviour.Answer.echo), ("/slow", "ms=800", .milliseconds(800), .echo),
            ("/slow", "", .seconds(1), .echo), ("/slow", "ms=-5", .zero, .echo),
            ("/slow", "ms=999999999", .seconds(60), .echo),
            ("/slow/x", "ms=5", .zero, .echo), ("/large", "bytes=10", .zero, .large(bytes: 10)),
            ("/large", "bytes=x", .zero, .large(bytes: 1 << 20)), ("/large", "bytes=-1", .zero, .large(bytes: 0)),
            ("/large", "bytes=99999999999", .zero, .large(bytes: 64 << 20)), ("/status/503", "", .zero, .status(503)),
            ("/status/100", "", .zero, .echo), ("/status/teapot", "", .zero, .echo), ("/status/", "", .zero, .echo),
        ])
    func table(path: String, query: String, delay: Duration, answer: UpstreamBehaviour.Answer) {
        let behaviour = UpstreamBehaviour(path: path, query: query[...])
        #expect(behaviour.delay == delay)
        #expect(behaviour.answer == answer)
    }

    @Test("Several Authorization fields hold no single token")
    func severalFields() {
        var headers: HTTPHeaders = ["Authorization": "Bearer a"]
        if case .token(let token) = BearerToken(headers) { #expect(token == "a") } else { #expect(Bool(false)) }
        headers.add(name: "authorization", value: "Bearer b")
        if case .malformed = BearerToken(headers) {} else { #expect(Bool(false)) }
    }
}
