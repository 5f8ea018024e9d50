import ArgumentParser
import Canvas
import CursesTerminal
import Dashboard
import JotopSettings
import ProxyCore
import ProxyEngine
import ServiceLifecycle

/// What is said when the program cannot start, or cannot go on: plain text on standard error, a cause and a next step.
enum StartupError {
    /// Tells of an error and turns it into an exit code: 64 for wrong usage, 1 for everything else.
    static func report(_ error: any Error) throws -> Never {
        if let exit = error as? ExitCode { throw exit }
        try? LineWriter.standardError.write(lines(error))
        throw error is UsageError || error is KeysFileError || error is ColorsFileError
            ? ExitStatus.usage : ExitStatus.failure
    }

    /// What is wrong, in one line, since it may quote others; then what to do, which is ours and may span lines. Every
    /// line is cleaned.
    static func lines(_ error: any Error) -> [String] {
        let (cause, remedy) = text(error)
        let rest = remedy?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
        return (["jotop: \(cause)"] + rest).map { Sanitizer.plain($0) }
    }

    private static func text(_ error: any Error) -> (cause: String, remedy: String?) {
        switch error {
        case let error as ListenError: ("\(error)", remedy(error))
        case let error as any RemediedError: (error.cause, error.remedy)
        case is ServiceGroupError: ("a part of the program ended unexpectedly: \(error)", nil)
        default: ("\(error)", nil)
        }
    }

    private static func remedy(_ error: ListenError) -> String {
        let another: String
        switch error.purpose {
        case .proxy:
            another = "  another port     jotop --listen-addr 127.0.0.1:0      (any free one; it is then shown)"
        case .metrics:
            another = """
                  another port     jotop --metrics-listen-addr 127.0.0.1:0      (any free one; it is then logged)
                  no metrics       jotop --metrics-enabled=false
                """
        }
        guard error.isInUse, let port = error.address.split(separator: ":").last else { return another }
        return another + "\n  who has it       ss -ltnp 'sport = :\(port)'"
    }
}

/// An error whose remedy is written by us, and may span lines.
protocol RemediedError: Error {
    /// What is wrong; may quote others.
    var cause: String { get }
    var remedy: String? { get }
}

extension MintFailure: RemediedError {
    var cause: String { description + (requestID.map { " (request \($0))" } ?? "") }
}
