import Dashboard
import Synchronization

/// What is to be kept, on its way to its files: of each kind the newest, since that takes the place of what was there.
///
/// A file may be slow, and the thread that draws has keys and signals to look at: it never waits for one here.
final class KeptQueue: Sendable {
    private struct Waiting {
        var filters: SavedFilters?
        var columns: ColumnChoice?
        var history: PromptHistory?
    }

    private let waiting = Mutex(Waiting())
    /// Held while files are written, so that an older text never comes after a newer one.
    private let files: Mutex<KeptFiles>
    private let news = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(to files: KeptFiles) { self.files = Mutex(files) }

    func put(_ kept: SavedFilters) { put { $0.filters = kept } }
    func put(_ kept: ColumnChoice) { put { $0.columns = kept } }
    func put(_ kept: PromptHistory) { put { $0.history = kept } }

    /// Writes what comes until ``finish()``, or until its task is cancelled.
    func run() async {
        for await _ in news.stream { write() }
    }

    /// Nothing more comes: what waits is written before this returns, whether or not somebody runs the queue.
    func finish() {
        news.continuation.finish()
        write()
    }

    private func put(_ change: (inout Waiting) -> Void) {
        waiting.withLock { change(&$0) }
        news.continuation.yield()
    }

    private func write() {
        files.withLock { files in
            let taken = waiting.withLock { waiting in
                defer { waiting = Waiting() }
                return waiting
            }
            if let filters = taken.filters { files.write(filters) }
            if let columns = taken.columns { files.write(columns) }
            if let history = taken.history { files.write(history) }
        }
    }
}
