import ArgumentParser

/// The program's commands; `run` is meant where none is named.
struct JotopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jotop",
        abstract: "htop for outbound JWTs: a local proxy that mints AWS web identity tokens, and a dashboard for it.",
        discussion: """
            Send requests to http://127.0.0.1:8080 with the field X-Upstream-Host: api.example.com. jotop asks AWS STS for a \
            token with the audience https://api.example.com (sts:GetWebIdentityToken), sets Authorization: Bearer, \
            and forwards over TLS. Tokens are kept and renewed before they expire.

            No AWS account at hand: jotop demo
            """,
        version: "0.1.0",
        subcommands: [
            RunCommand.self, DemoCommand.self, STSCommand.self, TokenCommand.self, DecodeCommand.self,
            DoctorCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}
