import ProxyCore

/// An IAM policy that allows what was asked for, and no more (IAM User Guide, *Controlling access with IAM policies*).
///
/// Its conditions are on the keys that `sts:GetWebIdentityToken` knows: `sts:IdentityTokenAudience`, `sts:DurationSeconds` and
/// `sts:SigningAlgorithm`. It belongs to the identity that asks: a role's trust policy plays no part.
package struct PolicyStatement: Sendable {
    private let traffic: ObservedTraffic
    private let audiences: [String]

    /// - Parameter audiences: those that it allows; nil for all that were asked for.
    package init(_ traffic: ObservedTraffic, audiences: [String]? = nil) {
        self.traffic = traffic
        self.audiences = audiences?.sorted() ?? traffic.allAudiences
    }

    /// The policy as JSON; nil where nothing was asked for, since a policy without audiences would allow all.
    ///
    /// - Parameters:
    ///   - name: the statement's `Sid`: letters and digits alone (IAM User Guide, *IAM JSON policy elements: Sid*).
    ///   - shown: how an audience is written: as it is, or hidden.
    package func json(named name: String? = nil, _ shown: (String) -> String = { $0 }) -> String? {
        guard !audiences.isEmpty else { return nil }
        var conditions: [(String, OrderedJSON)] = [
            (
                "ForAllValues:StringEquals",
                .object([("sts:IdentityTokenAudience", .strings(audiences.map { Self.literal(shown($0)) }))])
            )
        ]
        if let life = traffic.longestLife {
            conditions.append(
                ("NumericLessThanEquals", .object([("sts:DurationSeconds", .string("\(life.wholeSeconds)"))])))
        }
        let algorithms = traffic.algorithms.sorted()
        if !algorithms.isEmpty {
            conditions.append(("StringEquals", .object([("sts:SigningAlgorithm", .strings(algorithms))])))
        }
        let actions = ["sts:GetWebIdentityToken"] + (traffic.hasTags ? ["sts:TagGetWebIdentityToken"] : [])
        let sid = name.map { [("Sid", OrderedJSON.string($0))] } ?? []
        let statement: OrderedJSON = .object(
            sid + [
                ("Effect", .string("Allow")), ("Action", .strings(actions)), ("Resource", .string("*")),
                ("Condition", .object(conditions)),
            ])
        return OrderedJSON.object([("Version", .string("2012-10-17")), ("Statement", .array([statement]))]).text
    }

    /// A value that means itself: `${` would begin a policy variable (IAM User Guide, *IAM policy elements: Variables and tags*).
    private static func literal(_ value: String) -> String { value.replacing("${", with: "${$}{") }
}
