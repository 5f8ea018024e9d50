import HTTPTypes

extension STSError {
    /// The error without what it may quote of the request: services answer a wrong signature with the canonical request,
    /// in which the session token stands.
    ///
    /// - Parameter others: secrets in the body.
    func hiding(secretsOf request: TransportRequest, and others: [String] = []) -> STSError {
        guard case .service(let error) = self else { return self }
        let fields = request.head.headerFields
        let signature = fields[.authorization]?.split(separator: "Signature=").last.map(String.init)
        let secrets = [fields[.amzSecurityToken], signature].compactMap { $0 } + others
        return .service(error.hiding(secrets))
    }
}

extension ServiceError {
    /// Where services begin to quote the request.
    private static let quotation = "The Canonical String for this request"

    func hiding(_ secrets: [String]) -> ServiceError {
        var text = message
        if let quoted = text.firstRange(of: Self.quotation) { text = String(text[..<quoted.lowerBound]) }
        for secret in secrets where secret.count >= 6 { text = text.replacing(secret, with: "<redacted>") }
        return ServiceError(code: code, message: text, status: status, requestID: requestID)
    }
}
