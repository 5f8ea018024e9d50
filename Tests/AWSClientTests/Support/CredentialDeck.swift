import AWSClient
import Synchronization

/// A source that hands out one card after the other: the next one when told that the top one is no good.
final class CredentialDeck: CredentialProvider {
    enum Event: Equatable {
        case rejected(String)
        case renewed(String)
    }

    let name = "deck"
    private let state: Mutex<(cards: [Result<AWSCredentials, CredentialError>], events: [Event])>

    init(_ cards: [Result<AWSCredentials, CredentialError>]) {
        state = Mutex((cards, []))
    }

    convenience init(_ cards: AWSCredentials...) { self.init(cards.map { .success($0) }) }

    var events: [Event] { state.withLock { $0.events } }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        try state.withLock { $0.cards[0] }.get()
    }

    func rejected(_ credentials: AWSCredentials) async { turn(.rejected(credentials.accessKeyID)) }

    func renew(_ credentials: AWSCredentials) async { turn(.renewed(credentials.accessKeyID)) }

    /// The last card stays.
    private func turn(_ event: Event) {
        state.withLock { state in
            state.events.append(event)
            if state.cards.count > 1 { state.cards.removeFirst() }
        }
    }
}
