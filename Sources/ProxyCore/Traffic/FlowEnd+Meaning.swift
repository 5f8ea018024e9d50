extension FlowEnd {
    /// The status by what the answer means: gRPC refuses with 200 and says in `grpc-status` what an HTTP API says with 401 or 403
    /// (gRPC over HTTP2, *Responses*: Trailers-Only; *Status codes*: 16 UNAUTHENTICATED, 7 PERMISSION_DENIED).
    ///
    /// Only of an answer that is a head and nothing else: what comes in trailers after a body is not kept.
    package var meantStatus: Int? {
        guard status == 200, let response else { return status }
        return switch response.value(of: "grpc-status") {
        case "16": 401
        case "7": 403
        default: status
        }
    }
}
