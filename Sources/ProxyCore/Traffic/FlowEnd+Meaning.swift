extension FlowEnd {
    /// The status by what the answer means.
    package var meantStatus: Int? { Self.meant(status: status, grpcStatus: grpcStatus) }

    /// The status by what an answer means: gRPC refuses with 200 and says in `grpc-status` what an HTTP API says with 401 or 403
    /// (gRPC over HTTP2, *Responses*; *Status codes*: 16 UNAUTHENTICATED, 7 PERMISSION_DENIED).
    package static func meant(status: Int?, grpcStatus: UInt8?) -> Int? {
        switch (status, grpcStatus) {
        case (200, 16): 401
        case (200, 7): 403
        default: status
        }
    }
}
