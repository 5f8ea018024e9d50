package import ProxyCore

/// A text in which what others said is told apart from our own words, so that each reader can show it in its way: a screen hides
/// it as far as its hide level asks for, and writes times as its reader wants them.
///
/// What is interpolated needs a label that says what it is, so that no foreign text passes for ours.
package struct EvidenceText: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        /// Ours: fixed words and numbers.
        case words(String)
        /// Somebody else's: hosts, audiences, claims, what an upstream said. Untrusted.
        case foreign(String)
        case moment(WallTime)
    }

    package private(set) var parts: [Part]

    package init(parts: [Part]) { self.parts = parts }

    /// The whole, times in UTC.
    package var plain: String {
        parts.map { part in
            switch part {
            case .words(let text), .foreign(let text): text
            case .moment(let time): time.clock(offset: 0) + "Z"
            }
        }.joined()
    }

    /// `52m left`, `over for 5s`
    static func life(_ left: Duration) -> Self {
        left > .zero ? "\(span: left) left" : "over for \(past: left)"
    }

    package static func + (lhs: Self, rhs: Self) -> Self { EvidenceText(parts: lhs.parts + rhs.parts) }
}

extension EvidenceText: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.words(literal)) }
        }

        /// A word of ours that is chosen at run time.
        package mutating func appendInterpolation(word: String) { appendLiteral(word) }

        package mutating func appendInterpolation(foreign text: String) { parts.append(.foreign(text)) }

        package mutating func appendInterpolation(time: WallTime) { parts.append(.moment(time)) }

        package mutating func appendInterpolation(span: Duration) { appendLiteral(span.phrase) }

        /// How long ago the end was of what has less than nothing left, rounded as the columns round it: `-8.4s` is 9 seconds.
        package mutating func appendInterpolation(past left: Duration) {
            appendLiteral(Duration.seconds(-left.wholeSeconds).phrase)
        }

        package mutating func appendInterpolation(_ number: Int) { appendLiteral(number.grouped) }

        package mutating func appendInterpolation(_ token: TokenID) { appendLiteral(token.description) }

        package mutating func appendInterpolation(_ flow: FlowID) { appendLiteral(flow.description) }

        package mutating func appendInterpolation(_ text: EvidenceText) { parts += text.parts }
    }

    package init(stringLiteral value: String) { parts = value.isEmpty ? [] : [.words(value)] }

    package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }
}
