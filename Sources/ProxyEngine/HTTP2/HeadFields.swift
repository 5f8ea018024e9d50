import HTTPWire
import NIOHPACK

/// The fields of a head that came by HTTP/2, checked, on their way into one that can be passed on as text.
///
/// Names are such already: NIOHTTP2 has refused whatever is no name, or is not in lower case.
struct HeadFields {
    private(set) var fields: [(name: String.UTF8View, value: Substring.UTF8View)] = []
    private var sensitive: [Int] = []

    /// - Throws: `malformed` for a value that is none.
    mutating func add(_ name: String, _ value: String, _ indexing: HPACKIndexing = .indexable) throws(WireFault) {
        if indexing == .neverIndexed { sensitive.append(fields.count) }
        fields.append((name.utf8, try FieldText.value(value)))
    }

    /// Adds to the value of an earlier field.
    mutating func extend(_ index: Int, by value: String, separator: String) throws(WireFault) {
        let former = String(decoding: fields[index].value, as: UTF8.self)
        fields[index].value = try FieldText.value(former + separator + value)
    }

    /// Remembers which fields nobody may put into a table of compression.
    func mark(_ block: inout FieldBlock) {
        for index in sensitive { block.spans[index].isSensitive = true }
    }
}

extension FieldBlock {
    /// Trailers that came by HTTP/2.
    init(_ trailers: HPACKHeaders) throws(WireFault) {
        var fields = HeadFields()
        for (name, value, indexing) in trailers { try fields.add(name, value, indexing) }
        self.init(fields: fields.fields)
        fields.mark(&self)
    }
}
