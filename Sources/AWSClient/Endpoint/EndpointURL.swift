/// The parts of an endpoint's address: `http` or `https`, a host, a port if it is not the default one, a path.
struct EndpointURL {
    let scheme: String
    let authority: String
    let path: String

    init(_ text: String, from variable: String) throws(STSConfigurationError) {
        func invalid(_ reason: String) -> STSConfigurationError {
            STSConfigurationError(
                .invalidEndpoint, message: "\(variable) \(reason)",
                remedy: "set it to an address such as http://127.0.0.1:4566")
        }
        let address: WebAddress
        do { address = try WebAddress(text) } catch { throw invalid("\(error)") }
        guard address.query == nil else { throw invalid("contains a query") }
        scheme = address.scheme
        authority = address.authority
        path = address.target
    }
}
