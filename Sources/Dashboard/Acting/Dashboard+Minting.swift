import ProxyCore

/// Asking for tokens by name, and the switch that stops all of it.
extension Dashboard {
    mutating func mint(_ argument: String) -> [Effect] {
        guard !refusesForMintingOff() else { return [] }
        guard let audiences = AudienceSet(listed: argument) else {
            show("mint takes an audience, such as https://api.example.com", isError: true)
            return []
        }
        show("asking STS for a token for \(audiences)", waitingFor: .token(audiences))
        return [.send(.refresh(audiences))]
    }

    /// Off is asked about, on is not.
    mutating func toggleMinting() -> [Effect] {
        guard !live.facts.isMintingOff else { return [.send(.switchMinting(on: true))] }
        dialog = .switchMintingOff
        return []
    }

    /// Whoever has typed the word has answered the question.
    mutating func switchMinting(_ argument: String) -> [Effect] {
        guard argument == "on" || argument == "off" else {
            show("minting is on or off", isError: true)
            return []
        }
        return [.send(.switchMinting(on: argument == "on"))]
    }

    /// Says why nothing is asked of STS.
    mutating func refusesForMintingOff() -> Bool {
        guard live.facts.isMintingOff else { return false }
        show("!! token minting is off: STS is not asked. :minting on", isError: true)
        return true
    }

    /// Says what a change of the engine's means, as it is in force from now on.
    mutating func announceChange(_ event: ProxyEvent) {
        switch event {
        case .tokenRestored(let event):
            let rest = event.instead.map { ", \($0) is dropped" } ?? ""
            show("\(event.token) serves again\(rest)")
        case .mintingSwitched(let event):
            show(
                event.isOn ? "token minting is on again" : "!! token minting is OFF: every request gets 503",
                isError: !event.isOn)
        case .audienceChanged(let event):
            let target = event.audiences.map { "\($0)" } ?? "the audience that the settings say"
            show("from the next request on, tokens for \(event.host) are for \(target)")
        default: break
        }
    }
}

extension AudienceSet {
    /// Audiences as people list them: with commas or blanks between.
    init?(listed text: String) {
        self.init(text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init))
    }
}
