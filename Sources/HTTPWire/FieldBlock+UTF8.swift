import NIOCore

extension FieldBlock {
    /// Whether every value is UTF-8. Others are allowed (`obs-text` of RFC 9110, section 5.5), but are not text.
    package var isUTF8: Bool {
        isASCII
            || bytes.withUnsafeReadableBytes { bytes in
                spans.allSatisfy { String(validating: bytes[$0.valueRange], as: UTF8.self) != nil }
            }
    }

    /// Whether all bytes of the head are ASCII, the first line's included: nearly always.
    var isASCII: Bool { bytes.withUnsafeReadableBytes { ByteClass.isASCII($0) } }
}

extension RequestHead {
    /// Whether the target and every value are UTF-8.
    package var isUTF8: Bool {
        fields.isASCII
            || fields.isUTF8 && String(validating: target.readableBytesView, as: UTF8.self) != nil
    }
}
