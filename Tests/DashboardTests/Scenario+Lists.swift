import ProxyCore

@testable import Dashboard

/// Lists of few rows, for what is done to lists.
extension Scenario {
    /// The numbers of the flows that are listed, in their order.
    static func ids(_ dashboard: Dashboard) -> [UInt64] {
        let keys = dashboard.keys(of: .flows)
        return (0..<keys.count).compactMap { dashboard.shown.flows[keys[$0]]?.id.number }
    }

    /// - Parameter limit: how many flows are kept.
    static func small(limit: Int = 20) -> Dashboard {
        var configuration = configuration()
        configuration.flowLimit = limit
        return Dashboard(configuration)
    }

    /// Requests that took as long as told, one after the other.
    static func flows(_ took: [Int], from first: UInt64 = 1, path: String = "/v1/items/") -> [ProxyEvent] {
        took.enumerated().flatMap { index, took in
            let id = first + UInt64(index)
            return hit(id, "14:32:00", "GET", "\(path)\(id)", 200, Int64(took))
        }
    }
}
