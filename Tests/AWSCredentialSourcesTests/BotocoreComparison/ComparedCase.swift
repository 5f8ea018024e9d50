/// An environment with shared files, and where botocore is known to see it otherwise than jotop.
struct ComparedCase: Sendable {
    let name: String
    var environment: [String: String] = [:]
    var config = ""
    var credentials = ""
    var differences: [ComparedColumn: KnownDifference] = [:]

    init(
        _ name: String, _ environment: [String: String] = [:], config: String = "", credentials: String = "",
        differences: [ComparedColumn: KnownDifference] = [:]
    ) {
        (self.name, self.environment, self.config, self.credentials) = (name, environment, config, credentials)
        self.differences = differences
    }
}

/// Why botocore's answer is another one.
enum KnownDifference: String, Sendable, CaseIterable {
    case regionVariable = "botocore does not read AWS_REGION; the other SDKs do"
    case profileOrder = "botocore takes AWS_DEFAULT_PROFILE before AWS_PROFILE, Go the other way round"
    case tailComments = "botocore keeps a comment at the end of a line in the value, Go drops it"
    case junk = "botocore refuses a file with a line that it cannot read, Go passes over the line"
    case duplicates = "botocore refuses a file with a section or key twice, Go merges them"
    case defaultProfile = "botocore merges [default] and [profile default] by their order, Go takes the latter"
    case spacesInName = "botocore wants quotes round a name with spaces, Go does not"
    case spacesInHeader = "botocore takes the spaces inside the brackets of a header for part of it, Go does not"
    case conflict = "botocore lets an override win over FIPS or dual-stack; AWS's rules refuse both together"
    case quotedValues = "botocore keeps the quotes of a value, Go drops them"
    case byteOrderMark = "botocore refuses a file that begins with a byte order mark"
    case globalEndpoint = "botocore uses the global endpoint where it is told to; it does not mint tokens"
    case nestedLine = "botocore joins an indented key below a value to the value, Go passes over it"
}
