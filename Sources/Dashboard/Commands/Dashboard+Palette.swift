import Canvas
import ProxyCore

/// The command line.
extension Dashboard {
    var commands: [Command] { Command.all(in: keymap, isReadOnly: configuration.isReadOnly) }

    /// What fits the line so far: commands, or the arguments of the one that stands there.
    func matches(_ palette: Palette) -> [Palette.Match] {
        let text = palette.search
        guard let blank = text.firstIndex(of: " ") else { return commandMatches(text) }
        guard case .verb(let verb)? = commands.first(where: { $0.name == text[..<blank] })?.deed else { return [] }
        let typed = String(text[text.index(after: blank)...]).trimmed
        let ranked = arguments(of: verb).enumerated().compactMap { index, argument in
            (typed.isEmpty ? .inside : FuzzyMatch(typed, in: argument.value)).map { (rank: $0, index: index, argument) }
        }
        return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map { _, _, argument in
            Palette.Match(line: "\(verb.rawValue) \(argument.value)", argument: nil, keys: "", help: argument.help)
        }
    }

    private func commandMatches(_ text: String) -> [Palette.Match] {
        let found = commands.compactMap { command -> (rank: FuzzyMatch, command: Command)? in
            text.isEmpty ? (.inside, command) : FuzzyMatch(text, in: command.name).map { ($0, command) }
        }
        return found.sorted { ($0.rank, $0.command.name) < ($1.rank, $1.command.name) }.map { _, command in
            Palette.Match(
                line: command.name, argument: command.argument, keys: keys(of: command), help: help(of: command))
        }
    }

    /// What it does, and where, if that is not here.
    private func help(of command: Command) -> String {
        guard case .action(let action) = command.deed else { return command.help }
        let help = action == .refreshAll ? "\(command.help) (\(audiencesInUse.counted("STS call")))" : command.help
        return isNamed(action, from: placeBelowDialog)
            ? help : "in \(Self.views(of: keymap.places(of: action))): \(help)"
    }

    /// Whether an action may be asked for by its name: where its key does it and, if it is about no row, from all views.
    private func isNamed(_ action: Action, from place: Place) -> Bool {
        keymap.places(of: action).contains(place) || (action.isAboutAllTokens && Place.views.contains(place))
    }

    private static func views(of places: Set<Place>) -> String {
        KeyView.allCases.dropFirst().filter { !$0.places.isDisjoint(with: places) }.map(\.rawValue)
            .joined(separator: ", ")
    }

    private func keys(of command: Command) -> String {
        let action: Action?
        switch command.deed {
        case .action(let own): action = own
        case .verb(let verb): action = verb == .minting ? .minting : verb == .audience ? .setAudience : verb.action
        }
        let place = placeBelowDialog
        let bindings = keymap.bindings.filter { $0.action == action }
        return (bindings.first { $0.places.contains(place) } ?? bindings.first)?.keys.first?.name ?? ""
    }

    /// What a verb may be followed by, as far as that is known.
    private func arguments(of verb: Verb) -> [(value: String, help: String)] {
        let known = shown.tokens.rows.map { ($0.audiences.description, "\($0.handle)") }
        switch verb {
        case .mint: return known
        case .audience: return [("off", "as the settings say")] + known
        case .minting: return [("off", "every request gets 503"), ("on", "as before")]
        case .hide: return Veil.levels.map { (String($0), Veil.meaning(of: $0)) }
        case .copy: return CopyItem.all.filter { $0.make(self) != nil }.map { ($0.name, $0.text) }
        case .export:
            return (ExportItem.all + ExportItem.trust).filter { $0.isThere(self) }.map { ($0.name, $0.text) }
        case .snap: return [("jotop-\(stamp).txt", "a new file")]
        case .rec: return recording == nil ? [("jotop-\(stamp).jotop", "a new file")] : [("off", "ends it")]
        case .level: return LogLevel.allCases.map { ($0.rawValue, $0.meaning) }
        case .keys: return []
        case .fault: return FaultOffers(self).faults
        case .clock: return FaultOffers.clock
        }
    }

    // MARK: - Keys

    mutating func openPalette() { dialog = .palette(Palette()) }

    mutating func change(_ palette: Palette, by action: Action) -> [Effect] {
        var palette = palette
        switch action {
        case .enterLine: return accept(palette)
        case .complete: palette.complete(with: matches(palette), step: 1)
        case .completeBackwards: palette.complete(with: matches(palette), step: -1)
        case .olderLine:
            palette.editor.older(in: commandHistory)
            palette.edited()
        case .newerLine:
            palette.editor.newer(in: commandHistory)
            palette.edited()
        default: return []
        }
        dialog = .palette(palette)
        return []
    }

    /// A whole name is taken by its word; a part of one stands for the chosen match.
    private mutating func accept(_ palette: Palette) -> [Effect] {
        let text = palette.editor.text.trimmed
        guard !text.isEmpty else {
            dialog = nil
            return []
        }
        if let line = PaletteLine(text, among: commands) { return accept(line) }
        let matches = matches(palette)
        guard !matches.isEmpty,
            let line = PaletteLine(matches[min(palette.chosen, matches.count - 1)].line, among: commands)
        else { return [] }
        return accept(line)
    }

    private mutating func accept(_ line: PaletteLine) -> [Effect] {
        guard !line.isIncomplete else {
            dialog = .palette(Palette(editor: LineEditor(line.command.name + " ")))
            return []
        }
        if let complaint = complaint(about: line) {
            // The line stays, so that what is wrong in it can be put right.
            dialog = .palette(
                Palette(editor: LineEditor(line.command.name + " " + line.argument), complaint: complaint))
            return []
        }
        dialog = nil
        commandHistory.entered((line.command.name + " " + line.argument).trimmed)
        return run(line)
    }

    // MARK: - Running

    mutating func run(_ line: PaletteLine) -> [Effect] {
        switch line.command.deed {
        case .action(let action): return run(action)
        case .verb(let verb): return run(verb, line.argument)
        }
    }

    /// An action by name does what its key does.
    private mutating func run(_ action: Action) -> [Effect] {
        guard isNamed(action, from: place) else {
            show("\(action.rawValue) works in \(Self.views(of: keymap.places(of: action)))", isError: true)
            return []
        }
        return perform(action)
    }

    private mutating func run(_ verb: Verb, _ argument: String) -> [Effect] {
        if argument.isEmpty, let action = verb.action { return run(action) }
        switch verb {
        case .mint: return mint(argument)
        case .audience: return setAudience(of: hostInHand, to: argument == "off" ? "" : argument)
        case .minting: return switchMinting(argument)
        case .hide: hide(argument)
        case .copy: return copy(named: argument)
        case .export: return export(argument)
        case .snap: return snap(argument)
        case .rec: return record(argument)
        case .level: return setLevel(argument)
        case .fault: return fault(argument)
        case .clock: return putClockForward(argument)
        case .keys: reader = ReaderState(subject: .keys)
        }
        return []
    }

    private mutating func hide(_ argument: String) {
        guard let level = Int(argument), Veil.levels.contains(level) else {
            return show("hide takes a level from 0 to 3", isError: true)
        }
        hideLevel = level
        show("hide level \(level): \(Veil.meaning(of: level))")
    }
}
