// The constraints of the two actions that begin a session of a role.

extension Constraints {
    mutating func roleARN(_ value: String?) -> String {
        guard let value else {
            missing("RoleArn")
            return ""
        }
        length(value, "roleArn", in: 20...2_048)
        return value
    }

    mutating func sessionName(_ value: String?) -> String {
        guard let value else {
            missing("RoleSessionName")
            return ""
        }
        length(value, "roleSessionName", in: 2...64)
        if value.wholeMatch(of: /[A-Za-z0-9_+=,.@\-]*/) == nil {
            violate(
                value, "roleSessionName", #"Member must satisfy regular expression pattern: [\w+=,.@-]*"#)
        }
        return value
    }

    mutating func sessionDuration(_ value: String?) -> Int64 {
        integer(value, in: 900...43_200, absent: 3_600)
    }

    mutating func code(_ value: String?) {
        guard let value else { return }
        length(value, "tokenCode", in: 6...6)
        if value.wholeMatch(of: /[0-9]*/) == nil {
            violate(value, "tokenCode", #"Member must satisfy regular expression pattern: [\d]*"#)
        }
    }

    /// - Parameter parameter: as it stands in the form.
    mutating func missing(_ parameter: String) {
        notNull(parameter.prefix(1).lowercased() + parameter.dropFirst())
    }
}
