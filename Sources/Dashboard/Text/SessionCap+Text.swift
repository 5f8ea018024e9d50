import ProxyCore

extension SessionCap {
    /// `asked 41m instead of 1h: the role session ends 15:41`
    func sentence(_ time: Timekeeping) -> String {
        let why =
            sessionEnds.map { "the role session ends \(time.minute($0))" }
            ?? "the role session would end first, when is not known"
        return "asked \(asked.setting) instead of \(wanted.setting): \(why)"
    }
}
