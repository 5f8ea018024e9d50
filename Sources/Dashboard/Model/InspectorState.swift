import ProxyCore

/// A flow's details.
struct InspectorState: Sendable, Equatable {
    enum Tab: Int, Sendable, Hashable, CaseIterable {
        case why, request, response, token, timing
    }

    var flow: FlowID
    var tab: Tab
    var position = TextPosition()
}
