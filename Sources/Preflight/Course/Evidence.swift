import AWSClient
import IssuerKeys
import NIOCore
import ProxyCore
import TokenDecoding
import TokenVerification

/// What the steps so far have brought to light, for those that follow. Lives as long as one run.
struct Evidence {
    var endpoint: EndpointProbe?
    var addresses: [SocketAddress] = []
    /// The address that answered.
    var address: SocketAddress?
    var identity: CallerIdentity?
    /// How far STS's clock is ahead of this machine's.
    var clockOffset: Duration?
    /// The account's issuer, as IAM tells it.
    var accountIssuer: String?
    var token: PreflightToken?
    var decoded: DecodedToken?
    var keysAddress: IssuerAddress?
    var keys: JSONWebKeySet?

    var issuer: String? { decoded?.claims["iss"]?.string }

    /// Whether STS itself is an emulation on this machine: only then may its issuer be here, too.
    var isEmulated: Bool { endpoint?.route.isOnThisMachine ?? false }
}
