import ProxyCore

extension FaultNotice.Happening {
    /// The event's `type`.
    var name: String {
        switch self {
        case .set: "fault.set"
        case .cleared: "fault.cleared"
        case .refused: "fault.refused"
        case .clockMoved: "clock.moved"
        }
    }
}

extension EventJSON {
    static func add(_ happening: FaultNotice.Happening, to object: inout JSONLine) {
        switch happening {
        case .set(let fault, let host):
            object.add("fault", .string(fault.description))
            object.add("host", host)
        case .cleared(.all): object.add("scope", .string("all"))
        case .cleared(.host(let host)):
            object.add("scope", .string("host"))
            object.add("host", .string(host))
        case .cleared(.sts): object.add("scope", .string("sts"))
        case .cleared(.keys): object.add("scope", .string("keys"))
        case .refused(let reason): object.add("detail", .string(reason))
        case .clockMoved(let ahead): object.add("ahead", ahead, exactly: true)
        }
    }
}

extension EventReader {
    /// - Returns: nil for a type that is not about faults.
    static func faultNotice(_ type: String, _ line: Members) throws(Members.Fault) -> ProxyEvent? {
        guard let happening = try happening(type, line) else { return nil }
        return .fault(FaultNotice(time: try line.time("time"), happening))
    }

    private static func happening(
        _ type: String, _ line: Members
    ) throws(Members.Fault) -> FaultNotice.Happening? {
        switch type {
        case "fault.set": .set(try line.fault(), host: try line.optionalString("host"))
        case "fault.cleared": .cleared(try scope(line))
        case "fault.refused": .refused(reason: try line.string("detail"))
        case "clock.moved": .clockMoved(ahead: try line.duration("ahead"))
        default: nil
        }
    }

    private static func scope(_ line: Members) throws(Members.Fault) -> FaultScope {
        switch try line.string("scope") {
        case "all": .all
        case "host": .host(try line.string("host"))
        case "sts": .sts
        case "keys": .keys
        default: throw Members.Fault(name: "scope", expected: "all, host, sts or keys")
        }
    }
}

extension Members {
    func optionalFault() throws(Fault) -> ProxyCore.Fault? {
        try optional("fault", "a fault, such as expired") { $0.string.flatMap { ProxyCore.Fault(spelled: $0) } }
    }

    func fault() throws(Fault) -> ProxyCore.Fault {
        guard let fault = try optionalFault() else { throw Fault(name: "fault", expected: "a fault, such as expired") }
        return fault
    }
}
