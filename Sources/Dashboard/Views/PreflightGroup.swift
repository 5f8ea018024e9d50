import Canvas
import Diagnosis
import ProxyCore

/// Steps that are one thing to most readers: the way to STS, and the token with all that is in it.
enum PreflightGroup: Sendable, Hashable {
    case way, token

    /// One line for steps that went well; nil where each says more by itself.
    func entry(_ checks: ArraySlice<PreflightCheck>) -> PreflightEntry? {
        switch self {
        case .way:
            let times = checks.map { "\($0.step.rawValue) \($0.took?.measured ?? "ok")" }
            return PreflightEntry(.fine, "STS", ([Self.host(in: checks)] + times).joined(separator: "  "))
        case .token:
            guard checks.count > 1, let mint = checks.first, mint.step == .mint else { return nil }
            let others = checks.dropFirst().map(\.step.rawValue).joined(separator: ", ")
            return PreflightEntry(.fine, "token", "\(mint.text)   \(others) ok")
        }
    }

    /// The endpoint's name, which is what the first step that speaks of it begins with; else all of its text.
    private static func host(in checks: ArraySlice<PreflightCheck>) -> String {
        let text = checks.first?.text ?? ""
        let word = text.prefix { $0 != " " }
        let name = word.last.map { ",;:".contains($0) } == true ? word.dropLast() : word
        let isName =
            name.contains(".") && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.:[]".contains($0)) }
        return isName ? String(name) : text
    }
}

extension PreflightStep {
    /// nil for what stands alone.
    var group: PreflightGroup? {
        switch self {
        case .dns, .tcp, .tls: .way
        case .mint, .claims, .discovery, .keys, .signature: .token
        case .configuration, .region, .credentials, .identity, .clock, .federation: nil
        }
    }
}
