import ArgumentParser
import JotopSettings

/// Completion in shells: `jotop --generate-completion-script bash`, `zsh` or `fish`.
///
/// The parser's own scripts do not know what a default subcommand takes, and `jotop --upstream-host` is how most people begin.
enum ShellCompletion {
    /// The program as a shell is to complete it: what `run` takes is also taken where no command is named.
    private struct Completed: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: JotopCommand.configuration.commandName, version: JotopCommand.configuration.version,
            subcommands: JotopCommand.configuration.subcommands)

        @OptionGroup var options: RunOptions
    }

    private static let flag = "--generate-completion-script"

    /// The script that the program's arguments ask for.
    ///
    /// - Returns: nil where they ask for something else, or for no shell that there is a script for: then the parser says what is wrong.
    static func script(for arguments: [String]) -> String? {
        guard let first = arguments.first else { return nil }
        let shell: CompletionShell?
        if first == flag {
            shell = arguments.count > 1 ? CompletionShell(rawValue: arguments[1]) : CompletionShell.autodetected()
        } else if first.hasPrefix(flag + "=") {
            shell = CompletionShell(rawValue: String(first.dropFirst(flag.count + 1)))
        } else {
            return nil
        }
        return shell.map { Completed.completionScript(for: $0) }
    }
}
