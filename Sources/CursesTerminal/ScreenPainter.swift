import CNcurses
import Canvas

/// Canvases into ncurses, which compares them with the screen and sends what differs.
struct ScreenPainter {
    private let encoder: CellEncoder
    private(set) var size: Canvas.Size
    /// What is on the screen, or on its way there.
    private var shown: Canvas?
    private var mustRepaint = false

    init(isUTF8: Bool, hasSigns: Bool, colors: ColorsFile) {
        let palette = Palette(isMono: !jt_has_color(), colors: colors)
        encoder = CellEncoder(palette: palette, isUTF8: isUTF8, hasSigns: hasSigns)
        size = Self.currentSize()
    }

    /// Asks the terminal for its size; the whole screen is sent anew at the next ``paint(_:)``.
    mutating func resize() {
        size = Self.currentSize()
        _ = jt_resize(Int32(size.rows), Int32(size.columns))
        mustRepaint = true
    }

    /// The whole screen is sent anew at the next ``paint(_:)``.
    mutating func repaint() {
        jt_repaint()
        mustRepaint = true
    }

    /// - Parameter next: nil if there is no canvas newer than the last.
    /// - Returns: true if there may be something to send.
    mutating func paint(_ next: Canvas?) -> Bool {
        guard mustRepaint || (next != nil && next != shown) else { return false }
        if let canvas = next ?? shown { put(canvas) }
        mustRepaint = false
        jt_draw()
        return true
    }

    /// The screen as ncurses has it, a line a row, without the blanks at the ends of lines.
    var text: String {
        (0..<size.rows).map { row in
            let room = 3 * size.columns
            let scalars = [UInt32](unsafeUninitializedCapacity: room) { buffer, count in
                count = jt_shown(Int32(row), buffer.baseAddress, room)
            }
            let end = (scalars.lastIndex { $0 != 0x20 } ?? -1) + 1
            return String(String.UnicodeScalarView(scalars[..<end].map { Unicode.Scalar($0) ?? "?" })) + "\n"
        }.joined()
    }

    private mutating func put(_ canvas: Canvas) {
        let before = shown?.size == canvas.size && !mustRepaint ? shown : nil
        let width = canvas.size.columns
        for row in 0..<size.rows {
            guard row < canvas.size.rows else {
                put([], row: row)
                continue
            }
            let range = row * width..<(row + 1) * width
            if let before, before.cells[range] == canvas.cells[range] { continue }
            put(canvas.cells[range], row: row)
        }
        shown = canvas
    }

    private func put(_ row: ArraySlice<Canvas.Cell>, row number: Int) {
        let cells = encoder.cells(row, columns: size.columns)
        jt_put(Int32(number), 0, cells, cells.count)
    }

    private static func currentSize() -> Canvas.Size {
        var (rows, columns): (Int32, Int32) = (0, 0)
        jt_size(&rows, &columns)
        return Canvas.Size(columns: Int(columns), rows: Int(rows))
    }
}
