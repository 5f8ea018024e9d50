import Testing

/// ncurses, the dispositions of signals and the locale belong to the whole process: these suites take turns.
@Suite("Curses", .serialized, .timeLimit(.minutes(5)))
enum CursesSuites {}
