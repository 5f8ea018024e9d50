import Canvas
import ProxyCore

/// What counts on the screen, as the frame before left it: times that run, and the rows that tell how many and which.
///
/// A frame that brings rows brings nothing else: under traffic the counts would change ten times a second, which nobody
/// reads and a slow line has to carry. They follow with the next frame that has no row to bring, a second later at most; where
/// each frame brings rows, with the first that is two seconds younger.
struct Beat: Sendable {
    /// So far behind, counts are brought up whatever else there is to draw.
    private static let patience = Duration.seconds(2)

    /// What has to be said at once when it changes.
    struct News: Sendable, Equatable {
        var rowsEver: Int
        let toast: Toast?
        let recording: String?
        let isMintingOff: Bool
        let hasFaults: Bool
    }

    /// The moment up to which times are told.
    let time: WallTime
    private var news: News
    /// The rows beside the list, by their number.
    private let rows: [Int: ArraySlice<Canvas.Cell>]

    init(_ canvas: Canvas, rows numbers: [Int], news: News, at time: WallTime) {
        (self.time, self.news) = (time, news)
        rows = Dictionary(uniqueKeysWithValues: numbers.map { ($0, canvas[row: $0]) })
    }

    /// Whether a frame may leave counts as they are: rows have come, and nothing that has to be said at once.
    func lasts(_ now: News, at time: WallTime) -> Bool {
        var before = news
        before.rowsEver = now.rowsEver
        // Negative once the wall clock has been put back: nobody knows then how far behind they are.
        let age = self.time.duration(to: time)
        return now.rowsEver > news.rowsEver && now == before && age >= .zero && age < Self.patience
    }

    /// Puts the rows of that moment into a canvas, which has all the rows of the list that there are now.
    mutating func hold(_ canvas: inout Canvas, _ now: News) {
        news = now
        for (number, cells) in rows { canvas[row: number] = cells }
    }
}
