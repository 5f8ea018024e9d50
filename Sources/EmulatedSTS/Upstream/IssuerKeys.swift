import AWSClient
import HTTPTypes
import ProxyCore
import TokenDecoding
import TokenVerification

/// The keys of an issuer, fetched over HTTP and kept.
///
/// An unknown key id makes it look again, because issuers rotate; but not more often than the configuration says,
/// because anybody can make up key ids. Callers that ask at the same time share one fetch.
actor IssuerKeys {
    private let issuer: String
    private let transport: any HTTPTransport
    private let minimumInterval: Duration
    private let timeout: Duration
    private let clock = ContinuousClock()
    private var keys: JSONWebKeySet?
    private var fetchedAt: ContinuousClock.Instant?
    private var fetch: Task<JSONWebKeySet, any Error>?

    init(_ configuration: VerifyingUpstream.Configuration) {
        issuer = configuration.issuer
        transport = configuration.transport
        minimumInterval = configuration.minimumRefetchInterval
        timeout = configuration.fetchTimeout
    }

    /// The keys that are known, fetched if none are.
    func current() async throws(IssuerKeysError) -> JSONWebKeySet {
        if let keys { return keys }
        return try await refreshed()
    }

    /// The keys after a look at the issuer, or those of the last look if that is not long ago.
    func afterUnknownKey() async throws(IssuerKeysError) -> JSONWebKeySet {
        if let keys, let fetchedAt, clock.now - fetchedAt < minimumInterval { return keys }
        return try await refreshed()
    }

    private func refreshed() async throws(IssuerKeysError) -> JSONWebKeySet {
        let task = fetch ?? Task { try await self.download() }
        fetch = task
        defer { if fetch == task { fetch = nil } }
        do {
            let fresh = try await task.value
            (keys, fetchedAt) = (fresh, clock.now)
            return fresh
        } catch let error as IssuerKeysError {
            throw error
        } catch {
            throw IssuerKeysError.unreachable(.cancelled)
        }
    }

    private func download() async throws -> JSONWebKeySet {
        let discovery = try await document("\(issuer)/.well-known/openid-configuration")
        guard discovery["issuer"]?.string == issuer, let address = discovery["jwks_uri"]?.string else {
            throw IssuerKeysError.notAnIssuer
        }
        do { return try await JSONWebKeySet(json: try await body(address)) } catch is JSONWebKeySetError {
            throw IssuerKeysError.notAnIssuer
        }
    }

    private func document(_ address: String) async throws(IssuerKeysError) -> JSONValue {
        guard let value = BoundedJSON.object(try await body(address), maximumSize: JSONWebKeySet.maximumSize) else {
            throw .notAnIssuer
        }
        return value
    }

    private func body(_ address: String) async throws(IssuerKeysError) -> [UInt8] {
        guard let request = Self.request(address) else { throw .notAnIssuer }
        let response: TransportResponse
        do { response = try await transport.send(request, timeout: timeout) } catch { throw .unreachable(error) }
        guard response.head.status == .ok else { throw .notAnIssuer }
        return response.body
    }

    private static func request(_ address: String) -> TransportRequest? {
        guard let scheme = address.firstRange(of: "://"), !address.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F })
        else {
            return nil
        }
        let rest = address[scheme.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let head = HTTPRequest(
            method: .get, scheme: String(address[..<scheme.lowerBound]), authority: String(rest[..<slash]),
            path: slash == rest.endIndex ? "/" : String(rest[slash...]))
        return TransportRequest(head: head, maximumBodySize: JSONWebKeySet.maximumSize)
    }
}

/// Why the issuer's keys are not to be had.
enum IssuerKeysError: Error, Equatable {
    case unreachable(TransportError)
    /// It answers, but not with the documents of an issuer of that name.
    case notAnIssuer
}
