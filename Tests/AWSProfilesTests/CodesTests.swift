import AWSProfiles
import Testing

@Suite("Whether somebody must type the code of an MFA device")
struct CodesTests {
    private static let shared = SharedConfig(
        config: Array(
            """
            [default]
            role_arn = outer
            source_profile = inner
            [profile inner]
            role_arn = inner
            source_profile = base
            mfa_serial = mfa/me
            [profile base]
            """.utf8))

    private func asks(_ environment: [String: String]) -> Bool {
        AWSSettings(environment: environment, home: "/h", shared: Self.shared).asksForCode
    }

    @Test(
        "A role with a device asks, wherever in the chain it stands, unless the environment has the whole of something else",
        arguments: [
            ([:], true), (["AWS_PROFILE": "inner"], true), (["AWS_PROFILE": "base"], false),
            (["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s"], false),
            (["AWS_ACCESS_KEY": "a", "AWS_SECRET_KEY": "s"], false),
            (["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_KEY": "s"], false),
            (["AWS_ACCESS_KEY": "a"], true), (["AWS_SECRET_KEY": "s"], true),
            (["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r"], false),
            (["AWS_WEB_IDENTITY_TOKEN_FILE": ""], true),
        ] as [([String: String], Bool)])
    func codes(environment: [String: String], asks: Bool) {
        #expect(self.asks(environment) == asks)
    }
}
