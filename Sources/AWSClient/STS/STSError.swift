/// Why a call to STS has no result. Holds no body, no token and no secret.
package indirect enum STSError: Error, Sendable, Equatable {
    /// The service answered with an error.
    case service(ServiceError)
    case transport(TransportError)
    /// The service said 200, but the answer does not hold what it must.
    case malformedResponse(MalformedResponse)
    case credentials(CredentialError)
    case configuration(STSConfigurationError)
    /// The session that the credentials belong to ends too soon for any token, and no other credentials were to be had.
    case sessionEnding(SessionEnding)
    /// The time for the whole call is over; the last attempt's error, if one ended.
    case deadlineExceeded(last: STSError?)

    package enum MalformedResponse: Sendable, Equatable {
        case xml(XMLReadingError)
        /// Missing, or empty.
        case missingElement(String)
        case unreadableDate(String)
        /// An element holds a credential of the request, where it would be shown.
        case quotedSecret(String)
    }
}

extension STSError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .service(let error): error.description
        case .transport(let error): error.description
        case .malformedResponse(let reason): "unreadable answer: \(reason)"
        case .credentials(let error): error.description
        case .configuration(let error): error.description
        case .sessionEnding(let session): session.description
        case .deadlineExceeded(nil): "no answer before the deadline"
        case .deadlineExceeded(let last?): "no success before the deadline; the last attempt: \(last)"
        }
    }
}

extension STSError.MalformedResponse: CustomStringConvertible {
    package var description: String {
        switch self {
        case .xml(let error): error.description
        case .missingElement(let name): "it has no \(name)"
        case .unreadableDate(let name): "its \(name) is not a date"
        case .quotedSecret(let name): "its \(name) quotes a credential of the request"
        }
    }
}
