import CNcurses
import Canvas

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The life of the thread that owns ncurses.
final class TerminalLoop {
    enum Ending: Equatable {
        case closed, lost
        case terminated(signal: Int32)

        /// nil where none of the signals asks for the end.
        init?(among signals: Set<Int32>) {
            guard let signal = [SIGHUP, SIGTERM, SIGINT, SIGQUIT].first(where: signals.contains) else { return nil }
            self = .terminated(signal: signal)
        }
    }

    private let link: TerminalLink
    private let device: TerminalDevice
    private let options: CursesTerminal.Options
    private var decoder = KeyDecoder()
    private var painter: ScreenPainter
    /// When something was last read of the paste under way.
    private var pasteRead: ContinuousClock.Instant?
    /// Rounds in a row in which the terminal had something to read and then had not.
    private var emptyReads = 0
    /// A text stands on the normal screen until a key is pressed.
    private var isDumping = false

    /// Opens the terminal, tells the opener, and stays until the end.
    static func run(_ link: TerminalLink, _ device: TerminalDevice, _ options: CursesTerminal.Options) {
        let isUTF8 = jt_locale(options.locale)
        if let error = open(device, options) {
            link.report(.failure(error))
        } else {
            TerminalLoop(link, device, options, isUTF8: isUTF8).run()
        }
        link.finished.notify()
    }

    private static func open(_ device: TerminalDevice, _ options: CursesTerminal.Options) -> TerminalError? {
        let term = options.environment["TERM", default: ""]
        let color = options.color.allowsColor(in: options.environment)
        let delay = Int32(clamping: Int64(options.escapeDelay / .milliseconds(1)))
        return TerminalError(jt_open(term, device.input, device.output, max(1, delay), color), term: term)
    }

    private init(_ link: TerminalLink, _ device: TerminalDevice, _ options: CursesTerminal.Options, isUTF8: Bool) {
        (self.link, self.device, self.options) = (link, device, options)
        let hasSigns = options.glyphs.usesSigns(isUTF8: isUTF8, locale: options.locale)
        painter = ScreenPainter(isUTF8: isUTF8, hasSigns: hasSigns, colors: options.colors)
        _ = link.note(painter.size)
    }

    private func run() {
        jt_signals_watch(link.signals.writeEnd)
        link.report(.success(()))
        var ending: Ending?
        while ending == nil { ending = round() }
        // What takes a secret off the clipboard may come with the order to end.
        for sequence in link.takeSequences() { jt_send(sequence) }
        if isDumping { jt_resume() }
        jt_close()
        switch ending {
        case .terminated(let signal): link.continuation.yield(.terminate(signal: signal))
        case .lost: link.continuation.yield(.lost)
        case .closed, nil: break
        }
        link.continuation.finish()
        link.ticking.finish()
        link.runJobsUntilClosed()
    }

    /// Waits for something to happen and does what it asks for. Signals come first, frames last.
    private func round() -> Ending? {
        let rests = link.rests()
        let ready = Readiness.wait(
            input: device.input, output: jt_output_fd(), wantsToWrite: jt_has_output(), wake: link.wake.readEnd,
            signals: link.signals.readEnd, milliseconds: rests ? patience : 0)
        link.awoke()
        if ready.contains(.signals), let ending = signalsArrived(link.signals.drain()) { return ending }
        if ready.contains(.hangUp) { return .lost }
        if ready.contains(.input), let ending = keysArrived() { return ending }
        if endsPaste(at: .now), let event = decoder.endPaste() { link.continuation.yield(event) }
        if ready.contains(.wake) { _ = link.wake.drain() }
        if link.isClosing { return .closed }
        if link.takeTick(at: .now) { link.ticking.yield() }
        // What a key or the tick leads to is in the frame that is drawn below.
        link.runJobs()
        return draw()
    }

    /// How long to wait if nothing happens, in milliseconds, rounded up; -1 for ever.
    private var patience: Int32 {
        guard let moment = [link.tick, pasteLimit].compactMap(\.self).min() else { return -1 }
        let time = max(.zero, ContinuousClock.now.duration(to: moment))
        return Int32(clamping: Int64((time / .milliseconds(1)).rounded(.up)))
    }

    /// A paste whose end has not come a second after what came last of it ends by itself, whatever else happens meanwhile.
    private var pasteLimit: ContinuousClock.Instant? {
        decoder.isPasting ? pasteRead?.advanced(by: .seconds(1)) : nil
    }

    private func endsPaste(at now: ContinuousClock.Instant) -> Bool { pasteLimit.map { $0 <= now } ?? false }

    /// Sends what stands in the way, then the newest canvas: nothing new is drawn for a terminal that does not read.
    private func draw() -> Ending? {
        if jt_has_output(), jt_drain() == JT_GONE { return .lost }
        guard !jt_has_output() else { return nil }
        for sequence in link.takeSequences() { jt_send(sequence) }
        if let text = link.takeDump() { beginDump(text) }
        guard !isDumping else { return jt_drain() == JT_GONE ? .lost : nil }
        if link.takeStop(), let ending = suspend(wholeGroup: true) { return ending }
        let orders = link.takeOrders()
        if orders.wantsRepaint { painter.repaint() }
        jt_mouse(orders.wantsMouse)
        let isPainted = painter.paint(orders.canvas)
        for take in link.takeReaders() { take(painter.text) }
        guard isPainted || jt_has_output() else { return nil }
        return jt_drain() == JT_GONE ? .lost : nil
    }

    private func keysArrived() -> Ending? {
        if isDumping { return endDump() }
        var count = 0
        while let key = RawKey.read() {
            count += 1
            guard let event = decoder.decode(key) else { continue }
            if event == .key(.control("z")) {
                if let ending = suspend(wholeGroup: true) { return ending }
            } else {
                link.continuation.yield(event)
            }
        }
        if count > 0 { pasteRead = .now }
        // A terminal that is gone may say "read me" for ever without ever saying that it hung up.
        emptyReads = count == 0 ? emptyReads + 1 : 0
        return emptyReads > 16 ? .lost : nil
    }

    private func signalsArrived(_ numbers: [UInt8]) -> Ending? {
        let signals = Set(numbers.map { Int32($0) })
        if let ending = Ending(among: signals) { return ending }
        if isDumping, signals.contains(SIGTSTP) || signals.contains(SIGCONT) { _ = endDump() }
        if signals.contains(SIGTSTP) {
            return suspend(wholeGroup: false)
        } else if signals.contains(SIGCONT) {
            // Stopped by SIGSTOP, which nobody is told of: the shell has used the terminal meanwhile.
            resume()
        } else if signals.contains(SIGWINCH), !isDumping {
            resize(always: false)
        }
        return nil
    }

    private func suspend(wholeGroup: Bool) -> Ending? {
        jt_suspend()
        options.stop(wholeGroup)
        // Whoever is told to end while the shell has the terminal must not take it: that would stop the process once more.
        if let ending = Ending(among: signalsSinceStop()) { return ending }
        resume()
        return nil
    }

    /// What came while it was stopped. Another thread takes the signals, which may go on later than this one: the last of them
    /// is the one that lets the process go on, and it is not waited for longer than anybody would see.
    private func signalsSinceStop() -> Set<Int32> {
        let limit = ContinuousClock.now.advanced(by: .milliseconds(50))
        var signals = Set(link.signals.drain().map { Int32($0) })
        while !signals.contains(SIGCONT), Ending(among: signals) == nil, .now < limit {
            _ = Readiness.wait(
                input: -1, output: -1, wantsToWrite: false, wake: -1, signals: link.signals.readEnd, milliseconds: 10)
            signals.formUnion(link.signals.drain().map { Int32($0) })
        }
        return signals
    }

    private func resume() {
        jt_resume()
        link.continuation.yield(.resumed)
        resize(always: true)
    }

    private func resize(always: Bool) {
        painter.resize()
        let isNew = link.note(painter.size)
        if isNew || always { link.continuation.yield(.resized(painter.size)) }
    }
}

// MARK: - A text on the normal screen

extension TerminalLoop {
    private func beginDump(_ text: String) {
        isDumping = true
        jt_show_normal()
        // Line ends as a terminal takes them that does not add carriage returns itself.
        jt_send(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
    }

    /// Any key, or what was pasted, ends it, and nothing of what came with it means anything else.
    private func endDump() -> Ending? {
        var isPressed = false
        while let key = RawKey.read() {
            switch decoder.decode(key) {
            case nil, .focused: break
            default: isPressed = true
            }
        }
        guard isPressed else {
            emptyReads += 1
            return emptyReads > 16 ? .lost : nil
        }
        emptyReads = 0
        isDumping = false
        resume()
        return nil
    }
}
