/// The three views.
package enum ViewName: Int, Sendable, Hashable, CaseIterable {
    case flows, tokens, events
}
