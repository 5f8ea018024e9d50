import HTTPWire
import NIOCore
import ProxyCore

/// Copies the fields of one head into a capture: plain ones as bytes, the others as what may be shown of them.
struct FieldCopy {
    private let fields: FieldBlock
    private let redaction: Redaction?
    /// Places of fields that others have taken the place of.
    private var replaced: [Int] = []

    /// - Parameter redaction: of what was sent, for the case that it is echoed.
    init(_ fields: FieldBlock, _ redaction: Redaction? = nil) {
        self.fields = fields
        self.redaction = redaction
    }

    func all(to writer: inout CapturedHead.Writer) { copy(.kept, to: &writer) { _, _ in true } }

    /// Those that go on.
    func kept(to writer: inout CapturedHead.Writer) { copy(.kept, to: &writer) { _, span in span.isKept } }

    /// Those that stay behind, and whose place no other has taken.
    func removed(to writer: inout CapturedHead.Writer) {
        copy(.removed, to: &writer) { index, span in !span.isKept && !replaced.contains(index) }
    }

    /// One that the proxy writes itself, in the place of the first that came of that name, if one did.
    mutating func rewritten(
        _ name: StaticString, _ known: FieldName, to writer: inout CapturedHead.Writer, value: (inout [UInt8]) -> Void
    ) {
        guard let index = fields.spans.firstIndex(where: { $0.name == known && !$0.isKept }) else {
            writer.field(.added)
            writer.part(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            return writer.part(value)
        }
        replaced.append(index)
        let former = fields.spans[index]
        var new: [UInt8] = []
        value(&new)
        let isSame = known != .authorization && fields.hasValue(former, new)
        writer.field(isSame ? .kept : .replaced)
        writer.part(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        writer.part(new)
        guard !isSame else { return }
        fields.bytes.withUnsafeReadableBytes { bytes in writer.part { append(former, of: bytes, to: &$0) } }
    }

    private func copy(
        _ kind: CapturedHead.Kind, to writer: inout CapturedHead.Writer, where isWanted: (Int, FieldSpan) -> Bool
    ) {
        fields.bytes.withUnsafeReadableBytes { bytes in
            for (index, span) in fields.spans.enumerated() where isWanted(index, span) {
                writer.field(kind)
                writer.part(UnsafeRawBufferPointer(rebasing: bytes[span.nameRange]))
                writer.part { append(span, of: bytes, to: &$0) }
            }
        }
    }

    private func append(_ span: FieldSpan, of bytes: UnsafeRawBufferPointer, to out: inout [UInt8]) {
        if redaction == nil, PlainText.isPlain(span, of: bytes) {
            return out.append(contentsOf: bytes[span.valueRange])
        }
        let shown = FieldCapture.shown(fields.name(span), fields.text(span))
        out.append(contentsOf: (redaction?.text(shown) ?? shown).utf8)
    }
}
