/// What a term of a filter can be about: the word before `:`, `>` or `<`.
package enum FilterKey: String, Sendable, Hashable, CaseIterable {
    case st, m, host, path, aud, tok, gen, print, jti, sub, kid, left, age, ms, tokms, up, bytes, uses, err
    case `is`, since, id

    /// What stands behind the key.
    package enum Kind: Sendable, Hashable {
        case text, status, token, trait, moment
        /// A whole number.
        case count
        /// A span of time; a bare number counts these.
        case duration(unit: DurationValue.Unit)
    }

    package var kind: Kind {
        switch self {
        case .m, .host, .path, .aud, .print, .jti, .sub, .kid, .err: .text
        case .st: .status
        case .tok: .token
        case .is: .trait
        case .since: .moment
        case .gen, .id, .bytes, .uses: .count
        case .left, .age: .duration(unit: .seconds)
        case .ms, .tokms, .up: .duration(unit: .milliseconds)
        }
    }

    /// Whether `>` and `<` make sense with it.
    package var isOrdered: Bool {
        switch kind {
        case .status, .count, .duration: true
        case .text, .token, .trait, .moment: false
        }
    }

    /// A term with this key, to learn from.
    package var example: String {
        switch self {
        case .st: "st:4xx"
        case .m: "m:POST"
        case .host: "host:billing"
        case .path: "path:/v1/items"
        case .aud: "aud:https://api"
        case .tok: "tok:B1"
        case .gen: "gen>1"
        case .print: "print:9c41"
        case .jti: "jti:77"
        case .sub: "sub:dev-api"
        case .kid: "kid:f3"
        case .left: "left<5m"
        case .age: "age>50m"
        case .ms: "ms>200"
        case .tokms: "tokms>100"
        case .up: "up>1s"
        case .bytes: "bytes>10000"
        case .uses: "uses>0"
        case .err: "err:timeout"
        case .is: "is:problem"
        case .since: "since:10m"
        case .id: "id>1000"
        }
    }

    /// What the key is about, in a few words.
    package var meaning: String {
        switch self {
        case .st: "status"
        case .m: "method"
        case .host: "upstream"
        case .path: "path and query"
        case .aud: "audience"
        case .tok: "token, or how it was come by"
        case .gen: "the token's generation"
        case .print: "the token's print"
        case .jti: "the token's id"
        case .sub: "the token's subject"
        case .kid: "the token's key"
        case .left: "the token's life left when it was sent"
        case .age: "the token's age when it was sent"
        case .ms: "time in all"
        case .tokms: "time for the token"
        case .up: "the upstream's time"
        case .bytes: "bytes of the answer's body"
        case .uses: "requests that carried a token of it"
        case .err: "words about what went wrong"
        case .is: "a property"
        case .since: "not older than"
        case .id: "number of the request"
        }
    }
}

/// A property that a row has or has not.
package enum FilterTrait: String, Sendable, Hashable, CaseIterable {
    case problem
    /// Not over yet.
    case inflight
    case marked
    /// Sent a second time by hand.
    case replay
    /// The application's own credential was replaced by a token.
    case replaced
    /// Spoilt on purpose.
    case faulted
    /// Broken off before its end.
    case dropped
    /// It waited for a mint.
    case waited
}

extension FilterTrait {
    /// What a row with it is, in a few words.
    package var meaning: String {
        switch self {
        case .problem: "401, 403, 407, 431, 5xx, or no answer"
        case .inflight: "not over yet"
        case .marked: "marked"
        case .replay: "sent again from here"
        case .replaced: "came with a credential that was replaced"
        case .faulted: "spoilt on purpose"
        case .dropped: "broken off before its end"
        case .waited: "waited for STS"
        }
    }

    /// By its name, or as people shorten it.
    init?(named name: String) { self.init(rawValue: name == "fault" ? Self.faulted.rawValue : name) }
}
