/// How many streams may be opened over a connection in HTTP/2, as a value (RFC 9113, section 5.1.2).
struct StreamSlots: Equatable {
    /// What everybody assumes of a side that names no limit.
    static let assumed = 100
    /// Numbers of streams are not used twice, and end at 2³¹: long before that another connection takes over.
    private static let total = 1 << 29

    private(set) var open = 0
    private var opened = 0
    /// Whether the other side has said how many.
    private(set) var isKnown = false
    /// Until the other side has said how many, one is right whatever it will say.
    private var limit = 1
    /// Whether the other side, or this one, has said that no more are to be opened.
    private(set) var isLeaving = false

    var hasRoom: Bool { !isLeaving && open < limit }
    var isQuiet: Bool { open == 0 }

    mutating func taken() {
        open += 1
        opened += 1
        if opened >= Self.total { isLeaving = true }
    }

    mutating func released() { open -= 1 }

    /// The other side says how many there may be, or, by its first word, that it does not mind.
    mutating func allowed(_ count: Int?) {
        limit = count ?? (isKnown ? limit : Self.assumed)
        isKnown = true
    }

    /// The other side has refused a stream: what is open besides is what it bears now.
    mutating func refused() { limit = max(1, min(limit, open - 1)) }

    mutating func leaving() { isLeaving = true }
}
