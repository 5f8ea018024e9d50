import ProxyCore

/// What goes wrong on purpose, by command.
extension Dashboard {
    private static let notAllowed = "!! faults are not allowed here: start jotop with --allow-faults"

    /// What is wrong with the argument of a command, as far as its words tell.
    func complaint(about line: PaletteLine) -> LineComplaint? {
        guard configuration.allowsFaults, case .verb(let verb) = line.command.deed else { return nil }
        do throws(LineComplaint) {
            switch verb {
            case .fault: _ = try FaultLine(line.argument)
            case .clock: _ = try ClockLine(line.argument)
            default: break
            }
            return nil
        } catch {
            return error.shifted(by: line.command.name.count + 1)
        }
    }

    mutating func fault(_ argument: String) -> [Effect] {
        order { () throws(LineComplaint) in
            switch try FaultLine(argument).order {
            case .inject(let fault, let host): .injectFault(fault, host: host)
            case .clear(let scope): .clearFaults(scope)
            case .clock(let step): .putClockForward(step)
            }
        }
    }

    mutating func putClockForward(_ argument: String) -> [Effect] {
        order { () throws(LineComplaint) in .putClockForward(try ClockLine(argument).step) }
    }

    private mutating func order(_ make: () throws(LineComplaint) -> EngineCommand) -> [Effect] {
        guard configuration.allowsFaults else {
            show(Self.notAllowed, isError: true)
            return []
        }
        do throws(LineComplaint) { return [.send(try make())] } catch {
            show("\(error)", isError: true)
            return []
        }
    }

    /// Says what came of it.
    mutating func announce(_ notice: FaultNotice) {
        let isRefused = if case .refused = notice.happening { true } else { false }
        show((isRefused ? "!! " : "") + FaultWords(veil).sentence(notice.happening), isError: isRefused)
    }
}
