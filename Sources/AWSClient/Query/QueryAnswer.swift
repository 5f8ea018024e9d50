import HTTPTypes

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A successful answer of the Query protocol, read as XML.
package struct QueryAnswer: Sendable {
    let root: XMLTree
    /// The service's name for the call.
    package let requestID: String?
    /// How far the service's clock is ahead of ours, as far as known.
    var clockOffset: Duration = .zero
    /// What nothing of it that is shown may quote.
    let secrets: SecretsOfRequest

    /// - Throws: `service` for every other status than 200, `malformedResponse` where the body is no XML.
    init(_ response: TransportResponse, hiding secrets: SecretsOfRequest) throws(STSError) {
        guard response.head.status == .ok else { throw .service(ServiceError(response, hiding: secrets)) }
        do { root = try XMLTree(reading: response.body) } catch { throw .malformedResponse(.xml(error)) }
        self.secrets = secrets
        requestID = secrets.requestID(
            response.head.headerFields[.amznRequestID] ?? root.text(at: "ResponseMetadata", "RequestId"))
    }

    package func result(_ name: String) throws(STSError) -> XMLTree {
        guard let result = root[name] else { throw .malformedResponse(.missingElement(name)) }
        return result
    }
}

extension XMLTree {
    /// The text of the descendant that `path` leads to, which an answer must have.
    package func required(_ path: String...) throws(STSError) -> String {
        var element: XMLTree? = self
        for name in path { element = element?[name] }
        guard let text = element?.text, !text.isEmpty else {
            throw .malformedResponse(.missingElement(path.last ?? name))
        }
        return text
    }

    /// The moment that an element must hold: ISO 8601 in UTC, with or without a fraction of the second.
    package func requiredDate(_ name: String) throws(STSError) -> Date {
        guard let date = AWSDate.parse(try required(name)) else { throw .malformedResponse(.unreadableDate(name)) }
        return date
    }
}

/// A moment as AWS writes it in documents.
package enum AWSDate {
    /// ISO 8601 in UTC, with or without a fraction of the second; nil for anything else.
    package static func parse(_ text: String) -> Date? {
        let whole = Date.ISO8601FormatStyle(timeZone: .gmt)
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt)
        return (try? fraction.parse(text)) ?? (try? whole.parse(text))
    }
}
