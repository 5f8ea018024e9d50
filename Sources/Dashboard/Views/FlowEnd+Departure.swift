import ProxyCore

extension FlowEnd {
    /// That there was no answer, and nobody who waited for one.
    var departure: Line {
        Line(
            start.replay == nil
                ? "The client went away before there was an answer."
                : "The replay was ended before there was an answer.")
    }
}
