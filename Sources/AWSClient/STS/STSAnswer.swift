import HTTPTypes

/// A successful answer, read as XML.
struct STSAnswer {
    let root: XMLTree
    let requestID: String?
    var clockOffset: Duration = .zero

    /// - Throws: `service` for every other status than 200, `malformedResponse` where the body is no XML.
    init(_ response: TransportResponse) throws(STSError) {
        let header = response.head.headerFields[.amznRequestID]
        guard response.head.status == .ok else {
            throw .service(ServiceError(response, requestID: header))
        }
        do { root = try XMLTree(reading: response.body) } catch { throw .malformedResponse(.xml(error)) }
        requestID = header ?? root.text(at: "ResponseMetadata", "RequestId")
    }

    func result(_ name: String) throws(STSError) -> XMLTree {
        guard let result = root[name] else { throw .malformedResponse(.missingElement(name)) }
        return result
    }
}
