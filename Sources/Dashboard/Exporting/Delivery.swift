package import ProxyCore

/// What came of something that was to leave the program.
package enum Delivery: Sendable, Equatable {
    /// - Parameter route: by what it went: `tmux`, `OSC 52`, `wl-copy`. None of them confirms.
    case copied(Clip, route: String)
    /// It was too large for every route, and is in a file instead.
    case filed(Clip, path: String)
    case notCopied(String, reason: String)
    case wrote(ExportFile, path: String)
    case notWritten(String, reason: String)
    /// A whole token is on the clipboard, for that long.
    case tokenCopied(TokenID, route: String, lasting: Duration)
    /// Another token is in use by now.
    case tokenGone(TokenID)
    /// The clipboard held a token, and something else now.
    case tokenReplaced(TokenID)
    /// The clipboard held something else by then, and was left alone.
    case tokenLeft(TokenID)
}

extension Dashboard {
    mutating func told(_ delivery: Delivery) {
        let (text, isError) = words(delivery)
        show(text, isError: isError)
        // A message goes, and what left the program is to be found afterwards.
        live.logged(text, at: now)
    }

    private func words(_ delivery: Delivery) -> (String, isError: Bool) {
        switch delivery {
        case .copied(let clip, let route):
            let caveats = clip.caveats.map { ", \($0)" }.joined()
            return (
                "copied \(clip.name), \(clip.text.utf8.count.bytes)\(caveats), by \(route): unconfirmed."
                    + dumpHint, false
            )
        case .filed(let clip, let path): return ("\(clip.name) is too large for the clipboard: in \(path)", false)
        case .notCopied(let name, let reason): return ("!! \(name) not copied: \(reason).\(dumpHint)", true)
        case .wrote(let file, let path):
            let caveats = file.caveats.map { ", \($0)" }.joined()
            // The path first, then what may be wrong with it: a narrow screen cuts off the rest.
            return ("wrote \(path)\(caveats): \(file.name), hide level \(hideLevel)", false)
        case .notWritten(let path, let reason): return ("!! \(path) not written: \(reason)", true)
        case .tokenCopied(let id, let route, let time):
            return ("token \(id) copied by \(route): unconfirmed. Replaced in \(time.phrase)", false)
        case .tokenGone(let id): return ("!! token \(id) is not in use any more: nothing was copied", true)
        case .tokenReplaced(let id): return ("the clipboard does not hold token \(id) any more", false)
        case .tokenLeft(let id): return ("the clipboard held something else than token \(id): left alone", false)
        }
    }

    private var dumpHint: String {
        keymap.anyKey(for: .dump).map { " \($0) if it did not arrive" } ?? ""
    }
}
