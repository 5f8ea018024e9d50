import ProxyCore
import ServiceLifecycle

/// The recording that `--record` asks for: from the first event to the last.
struct RecorderService: Service {
    let feed: EventFeed
    let recorder: Recorder
    /// The file's name, for whoever has to be told of it.
    let file: String
    /// Told when the recording ends before the program does; with the reason, where that was not wanted.
    var onEnd: @Sendable (String?) -> Void = { _ in }

    /// Ends when it is told to shut down: what has been published until then is still written.
    func run() async {
        await withGracefulShutdownHandler {
            do {
                try await recorder.write()
                onEnd(nil)
            } catch {
                lost(error)
            }
        } onGracefulShutdown: {
            feed.finish()
        }
        recorder.writer.close()
        // The proxy goes on without its recording.
        try? await gracefulShutdown()
    }

    private func lost(_ error: any Error) {
        feed.finish()
        try? LineWriter.standardError.write(["jotop: --record \(file): \(error); the recording ends here"])
        onEnd("\(error)")
    }
}
