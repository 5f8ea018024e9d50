import ProxyCore

/// What is told of the listener and of the AWS credentials.
extension EventJSON {
    static func add(_ listening: Listening, to object: inout JSONLine) {
        object.add("address", .string(listening.address))
        object.add("upstream", .string(listening.upstream))
        object.add("scheme", .string(listening.scheme))
        object.add("metrics", listening.metrics)
        object.add("upstream_scheme", listening.upstreamScheme?.rawValue)
    }

    static func add(_ resolved: CredentialsResolved, to object: inout JSONLine) {
        object.add("source", .string(resolved.source))
        object.add("expires", resolved.expires)
        object.add("temporary", .bool(resolved.isTemporary))
        object.add("region", resolved.region)
        object.add("principal", resolved.principal)
    }

    static func add(_ failed: CredentialsFailed, to object: inout JSONLine) {
        object.add("source", .string(failed.source))
        object.add("error", .string(failed.message))
        object.add("remedy", failed.remedy)
        object.add("serving_until", failed.servingUntil)
    }
}
