import FlowFilter

/// Filters that are kept from one run to the next, numbered from 1.
package struct SavedFilters: Sendable, Equatable {
    package static let limit = 20

    /// As they would be typed.
    package let lines: [String]

    /// - Parameter lines: whatever a file had in it; what is no filter is passed over.
    package init(_ lines: [String]) {
        // As a line that was typed: nothing in it that shows nothing itself.
        let filters = lines.compactMap { try? FlowFilter(LineEditor($0).text) }.map(\.description)
        var kept: [String] = []
        for line in filters where !line.isEmpty && line.count <= LineEditor.limit && !kept.contains(line) {
            kept.append(line)
        }
        self.lines = Array(kept.prefix(Self.limit))
    }
}
