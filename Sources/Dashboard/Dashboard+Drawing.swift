package import Canvas
import ProxyCore

/// Frames, one after the other.
extension Dashboard {
    /// The next frame. From here on, keys mean the rows it shows.
    ///
    /// It is ``render()``, save that counts may be as the frame before told them: see ``Beat``.
    package mutating func draw() -> Canvas {
        isDirty = false
        drawn = [:]
        for view in ViewName.allCases {
            drawn[view] = position(of: view).drawn(keys(of: view), height: layout(of: view).listHeight)
        }
        if view == .tokens { tokensPosition.settle(drawn[.tokens]) }
        watchColumns()
        if let beat, beat.lasts(news, at: now) { return drawRows(beat.time) }
        let canvas = render()
        isBehind = false
        beat = isTooSmall ? nil : Beat(canvas, rows: countedRows, news: news, at: now)
        return canvas
    }

    /// The rows that there are now, as they were at a moment, among the counts of that moment.
    private mutating func drawRows(_ time: WallTime) -> Canvas {
        var then = self
        then.now = time
        var canvas = then.render()
        isBehind = true
        let news = news
        beat?.hold(&canvas, news)
        return canvas
    }

    /// Rows that tell how many and which, and none that belongs to the list.
    private var countedRows: [Int] { [Layout.identityRow, Layout.tabsRow, layout.contextRow] }

    private var news: Beat.News {
        let facts = live.facts
        return Beat.News(
            rowsEver: view == .flows ? shown.flows.appended : 0, toast: toast, recording: recording,
            isMintingOff: facts.isMintingOff, hasFaults: facts.faults.isOn)
    }
}
