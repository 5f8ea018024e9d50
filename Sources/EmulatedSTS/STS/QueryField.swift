/// A part of a result: an element with a text, or with parts of its own.
indirect enum QueryField: Sendable, Equatable {
    case text(String, String)
    case group(String, [QueryField])
}
