import ArgumentParser
import Canvas
import JotopSettings
import ProxyEngine
import ServiceLifecycle

/// What is said when the program cannot start, or cannot go on: plain text on standard error, a cause and a next step.
enum StartupError {
    /// Tells of an error and turns it into an exit code: 64 for wrong usage, 1 for everything else.
    static func report(_ error: any Error) throws -> Never {
        if let exit = error as? ExitCode { throw exit }
        let lines = text(error).split(separator: "\n", omittingEmptySubsequences: false)
        // Only the texts of ours may span lines, and each of their lines is cleaned.
        try? LineWriter.standardError.write(lines.map { Sanitizer.plain(String($0)) })
        throw error is UsageError ? ExitCode(64) : ExitCode(1)
    }

    private static func text(_ error: any Error) -> String {
        switch error {
        case let error as ListenError: "jotop: \(error)\n\(remedy(error))"
        case is ServiceGroupError: "jotop: a part of the program ended unexpectedly: \(error)"
        default: "jotop: \(error)"
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
