import ProxyCore
import Testing

@Suite("Audiences")
struct AudienceSetTests {
    @Test("Order and repetition do not matter")
    func normalised() {
        #expect(AudienceSet(["b", "a", "b", ""]) == AudienceSet(["a", "b"]))
        #expect(AudienceSet(["b", "a"])?.values == ["a", "b"])
        #expect(AudienceSet(["b", "a"])?.description == "a,b")
    }

    @Test("A set without audiences is none", arguments: [[], [""], ["", ""]] as [[String]])
    func empty(audiences: [String]) {
        #expect(AudienceSet(audiences) == nil)
    }

    @Test("Audiences are told apart by every scalar")
    func exact() {
        #expect(AudienceSet("https://a.example") != AudienceSet("https://A.example"))
        #expect(AudienceSet("https://a.example") != AudienceSet("https://a.example/"))
    }
}
