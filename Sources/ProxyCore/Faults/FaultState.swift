/// The faults in force: a value, kept by the engine for its requests and by a screen for its reader.
package struct FaultState: Sendable, Hashable {
    /// Of the requests for each host, or for one port of it, as ``FaultPlace`` spells them.
    package private(set) var hosts: [String: Fault] = [:]
    /// Of the requests for every other host.
    package private(set) var everyHost: Fault?
    /// Of the calls to STS.
    package private(set) var sts: Fault?
    package private(set) var areKeysRotated = false
    /// By how much the cache's clock has been put forward.
    package var clock = Duration.zero

    package init() {}

    /// Whether anything at all is not as it would be.
    package var isOn: Bool { self != FaultState() }

    /// The fault of the requests for an upstream: that of its port, of its host, or of every host.
    package func fault(for target: UpstreamTarget) -> Fault? {
        FaultPlace.names(of: target).lazy.compactMap { hosts[$0] }.first ?? everyHost
    }

    /// - Parameter host: as ``FaultPlace`` spells it; nil for every host.
    package mutating func set(_ fault: Fault, host: String?) {
        switch fault {
        case .throttled, .denied, .slow: sts = fault
        case .keysRotated: areKeysRotated = true
        case .expired, .tampered, .missing, .audience, .tag:
            if let host { hosts[host] = fault } else { everyHost = fault }
        }
    }

    /// - Returns: whether that was a change.
    package mutating func clear(_ scope: FaultScope) -> Bool {
        let before = self
        switch scope {
        case .all: self = FaultState()
        case .host(let host): hosts[host] = nil
        case .sts: sts = nil
        case .keys: areKeysRotated = false
        }
        return self != before
    }

    /// What is in force, in the words of the commands.
    package var words: [String] {
        var words = hosts.sorted { $0.key < $1.key }.map { "\($1) host:\($0)" }
        words += [everyHost, sts, areKeysRotated ? .keysRotated : nil].compactMap { $0?.description }
        if clock != .zero { words.append("clock +\(GoDuration.format(clock))") }
        return words
    }
}
