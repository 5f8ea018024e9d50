import AWSCredentialSources
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
            aws_access_key_id = a
            aws_secret_access_key = s
            [profile keyed]
            role_arn = keyed
            source_profile = both
            [profile both]
            aws_access_key_id = a
            aws_secret_access_key = s
            role_arn = never
            mfa_serial = mfa/me
            source_profile = inner
            [profile web]
            role_arn = web
            mfa_serial = mfa/me
            web_identity_token_file = /t
            [profile round]
            role_arn = round
            mfa_serial = mfa/me
            source_profile = nowhere
            """.utf8))

    private func asks(_ environment: [String: String]) -> Bool {
        AWSSettings(environment: environment, home: "/h", shared: Self.shared).asksForCode
    }

    @Test(
        "A role with a device asks, wherever in the chain it stands, unless the environment has the whole of something else",
        arguments: [
            ([:], true), (["AWS_PROFILE": "inner"], true), (["AWS_PROFILE": "base"], false),
            // A source with keys of its own still assumes its role; a token file needs no code, and what cannot work asks for none.
            (["AWS_PROFILE": "keyed"], true), (["AWS_PROFILE": "web"], false), (["AWS_PROFILE": "round"], false),
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
