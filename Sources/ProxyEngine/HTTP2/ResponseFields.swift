import HTTPWire
import NIOCore
import NIOHPACK

extension ResponseHead {
    /// The head of an answer that came by HTTP/2 (RFC 9113, section 8.3.2). There it has no reason.
    ///
    /// - Throws: `malformed` for a status or a value that is none.
    init(_ headers: HPACKHeaders) throws(WireFault) {
        var (status, fields) = (0, HeadFields())
        for (name, value, indexing) in headers {
            guard name.utf8.first == UInt8(ascii: ":") else {
                try fields.add(name, value, indexing)
                continue
            }
            guard value.utf8.count == 3, let code = Int(value), (100...999).contains(code) else {
                throw .malformed("an invalid status")
            }
            status = code
        }
        guard status > 0 else { throw .malformed("no status") }
        self.init(status: status, reason: "", version: .http2, fields: fields.fields)
        fields.mark(&self.fields)
    }

    /// What is known of the length of a body whose end is the stream's.
    ///
    /// - Parameter isWhole: whether the stream ends with the head.
    func bodyLength(isWhole: Bool, answersHead: Bool) throws(WireFault) -> BodyLength {
        let framing = try fields.responseFraming(version, status: status, answersHead: answersHead)
        return isWhole ? .none : framing.length
    }
}
