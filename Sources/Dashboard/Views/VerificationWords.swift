import Canvas
import ProxyCore

/// What is known of a token's signature, in a sentence.
struct VerificationWords {
    let text: String
    let role: Role

    init(_ facts: TokenFacts, _ scene: Scene) {
        if scene.traffic.isVerifying(facts.id, at: scene.now) {
            (text, role) = ("asking the issuer for its keys...", .info)
        } else if let check = scene.traffic.verification(of: facts) {
            (text, role) = Self.words(check, scene)
        } else {
            let key = scene.keymap.bindings.first { $0.action == .verify }?.keys.first?.name
            text = "not checked" + (key.map { " (\($0) fetches the issuer's keys and checks the signature)" } ?? "")
            role = .dim
        }
    }

    private static func words(_ check: TokenVerified, _ scene: Scene) -> (String, Role) {
        let time = scene.time.clock(check.time)
        let detail = [check.detail, check.remedy].compactMap { $0.map { scene.veil.foreign($0) } }.joined(
            separator: "; ")
        switch check.verdict {
        case .valid:
            let key = check.keyID.map { ", key \(scene.veil.keyID($0)) of the issuer's" } ?? ""
            let age = check.keys.map { ", \($0.age.phrase) old" } ?? ""
            return ("verified \(time)\(key)\(age)", .text)
        case .invalid: return ("!! \(time) \(detail)", .error)
        case .unchecked: return ("not checked: \(detail)", .warn)
        }
    }
}
