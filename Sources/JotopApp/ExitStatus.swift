import ArgumentParser

/// What the program's exit status says. `docs/operations.md` and the manual page have the same table; tests compare them.
enum ExitStatus {
    static let failure = ExitCode(1)
    /// As `sysexits.h` has it (`EX_USAGE`).
    static let usage = ExitCode(64)

    /// Ended by a signal: as shells tell it.
    static func signal(_ number: Int32) -> ExitCode { ExitCode(128 + number) }

    static let meanings = [
        ("0", "told to stop, or the work is done"),
        ("1", "it could not start, or could not go on, or the work failed; standard error says why and what to do"),
        ("64", "wrong usage: the flag, the value and what is valid"),
        ("128 + n", "ended by a second signal n, or its terminal was lost"),
    ]
}
