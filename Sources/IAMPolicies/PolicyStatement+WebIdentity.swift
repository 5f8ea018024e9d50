extension PolicyStatement {
    /// The minting of tokens: for these audiences, no longer than `duration`, and with these algorithms.
    ///
    /// The tags have a statement of their own (``taggingWebIdentity(_:on:)``): the conditions on audience, duration and
    /// algorithm belong to the call that mints, and a condition whose key a call does not have would never hold (Service
    /// Authorization Reference, *AWS Security Token Service*).
    ///
    /// - Parameters:
    ///   - audiences: never empty: `ForAllValues` holds of nothing at all, too, which `Null` therefore rules out (IAM User Guide,
    ///     *Multivalued context keys*).
    ///   - duration: nil where it is not to be bounded.
    ///   - algorithms: empty where any will do.
    ///   - resource: `*`, or `arn:<partition>:sts::<account>:self`.
    package static func mintingWebIdentity(
        for audiences: [String], duration: Duration?, algorithms: [String], on resource: String = "*"
    ) -> PolicyStatement {
        let key = "sts:IdentityTokenAudience"
        var conditions = [Condition("ForAllValues:StringEquals", key, audiences.map(literal))]
        if let duration {
            conditions.append(
                Condition("NumericLessThanEquals", "sts:DurationSeconds", [String(duration.components.seconds)]))
        }
        if !algorithms.isEmpty { conditions.append(Condition("StringEquals", "sts:SigningAlgorithm", algorithms)) }
        conditions.append(Condition("Null", key, ["false"]))
        return PolicyStatement(action: "sts:GetWebIdentityToken", resource: resource, conditions: conditions)
    }

    /// The tagging of tokens with all of these tags, and no others.
    package static func taggingWebIdentity(
        _ tags: [(key: String, value: String)], on resource: String = "*"
    ) -> PolicyStatement {
        let values = tags.map { Condition("StringEquals", "aws:RequestTag/\($0.key)", [literal($0.value)]) }
        let keys = Condition("ForAllValues:StringEquals", "aws:TagKeys", tags.map { literal($0.key) })
        return PolicyStatement(action: "sts:TagGetWebIdentityToken", resource: resource, conditions: values + [keys])
    }

    /// A value that means itself: `${` would begin a policy variable (IAM User Guide, *Policy variables*).
    private static func literal(_ value: String) -> String { value.replacing("${", with: "${$}{") }
}
