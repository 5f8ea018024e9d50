import Diagnosis
import ProxyCore

extension EvidenceText {
    /// As a screen shows it: hidden as far as its hide level asks for, times as its reader wants them.
    func text(_ scene: Scene) -> String {
        parts.map { part in
            switch part {
            case .words(let text): text
            case .foreign(let text): scene.veil.foreign(text)
            case .moment(let time): scene.time.clock(time)
            }
        }.joined()
    }
}
