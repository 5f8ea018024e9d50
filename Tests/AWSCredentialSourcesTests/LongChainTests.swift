import AWSProfiles
import Testing

@testable import AWSCredentialSources

@Suite("Long ways from profile to profile")
struct LongChainTests {
    private func plan(links: Int) -> Result<ProfilePlan, any Error> {
        var text = "[profile p0]\nrole_arn = r\nsource_profile = p1\n"
        for number in 1..<links { text += "[profile p\(number)]\nrole_arn = r\nsource_profile = p\(number + 1)\n" }
        text += "[profile p\(links)]\naws_access_key_id = a\naws_secret_access_key = b\n"
        let shared = SharedConfig(config: Array(text.utf8))
        return Result { try ProfilePlan("p0", in: shared) }
    }

    @Test("A profile may stand on 32 others")
    func longest() throws { _ = try plan(links: 32).get() }

    @Test("One that stands on more is refused, however many there are", arguments: [33, 12_000])
    func tooLong(links: Int) throws {
        guard case .failure(let error) = plan(links: links) else {
            Issue.record("a plan over \(links) profiles")
            return
        }
        #expect("\(error)".contains("profile p0: source_profile leads through more than 32 profiles"))
    }

    @Test("A value of several lines makes a message of one, and a long one is cut")
    func oneLine() throws {
        let long = String(repeating: "x", count: 5_000)
        let text =
            "[profile a]\nrole_arn = r\nsource_profile = b\n  c\n[profile d]\nrole_arn = r\nsource_profile = \(long)\n"
        let shared = SharedConfig(config: Array(text.utf8))
        for name in ["a", "d"] {
            let result = Result { try ProfilePlan(name, in: shared) }
            guard case .failure(let error) = result else {
                Issue.record("a plan for \(name)")
                return
            }
            let said = "\(error)"
            #expect(!said.contains("\n"))
            #expect(said.count < 1_000)
        }
    }
}
