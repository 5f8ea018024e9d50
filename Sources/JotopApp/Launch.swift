import ArgumentParser
import CursesTerminal

/// The program's beginning.
package enum Launch {
    /// Runs the command that the arguments name, and leaves with its exit code.
    package static func main() async {
        // A report of the Swift runtime shows registers and memory, and those may hold a token.
        CrashReports.disable()
        await JotopCommand.main()
    }
}
