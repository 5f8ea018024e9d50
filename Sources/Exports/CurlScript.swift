package import ProxyCore

/// Several requests as a shell script of curl commands.
package enum CurlScript {
    package static func text(
        _ flows: [ExportedFlow], through proxy: ProxyAddress, at time: WallTime, _ veil: some Concealment
    ) -> String {
        var lines = [
            "#!/bin/sh", "# \(flows.count) requests of a jotop session, \(time.rfc3339), hide level \(veil.level).",
            "# They go through the proxy at \(proxy.origin), which gives each its token: none is in here.", "set -u",
        ]
        for flow in flows {
            let command = CurlCommand(flow, through: proxy, veil)
            lines += ["", "# \(heading(flow, command))", command.text]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Nothing of the other side's is in it: a comment ends where its line does.
    private static func heading(_ flow: ExportedFlow, _ command: CurlCommand) -> String {
        let answer = flow.end?.status.map { "answered \($0)" } ?? "no answer"
        let caveats = command.caveats.map { ", \($0)" }.joined()
        return "\(flow.start.id) \(flow.start.time.rfc3339), \(answer)\(caveats)".filter { !$0.isNewline }
    }
}
