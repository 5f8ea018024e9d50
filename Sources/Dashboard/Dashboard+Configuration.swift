package import Canvas
package import ProxyCore

extension Dashboard {
    package struct Configuration: Sendable {
        /// When the program began.
        package var start: WallTime
        /// Seconds east of UTC, for the times on screen.
        package var utcOffset = 0
        package var size = Canvas.Size(columns: 80, rows: 24)
        /// The address to listen on and the upstream rule, until the listener tells its own.
        package var listener: String?
        package var upstream: String?
        /// How upstreams that a request names are spoken to, where that is known.
        package var upstreamScheme: UpstreamTarget.Scheme?
        /// Which audiences tokens are asked for, where that is known.
        package var audienceRule: AudienceRule?
        /// What tokens are asked for.
        package var wish = TokenWish()
        /// What of the identities is shown at first: 0 to 3.
        package var hideLevel = 1
        /// Everything is embedded: said so in the identity strip.
        package var isDemo = false
        /// Set where a recording is played back.
        package var playback: Playback?
        /// The file that is being recorded to from the start.
        package var recording: String?
        /// The keys in force.
        package var keymap = Keymap.standard
        /// Nothing here may change the engine.
        package var isReadOnly = false
        /// Tokens, STS and the cache's clock may be made to go wrong on purpose.
        package var allowsFaults = false
        /// The program's version, for what is exported.
        package var version = ""
        /// How many flows, bytes of flows and events are kept.
        package var flowLimit = 5_000
        package var flowWeightLimit = 64 << 20
        package var eventLimit = 10_000

        package init(start: WallTime) { self.start = start }
    }
}
