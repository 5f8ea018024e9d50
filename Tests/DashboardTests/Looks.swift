import CursesTerminal

/// The terminal's palette, under a name that is not also that of the command line.
typealias Looks = Palette
