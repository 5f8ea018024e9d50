import HTTPWire
import Testing

@Suite("Lengths of bodies")
struct BodyLengthTests {
    @Test(
        "A framing says what is known of the length before the body comes",
        arguments: [
            (BodyFraming.none, BodyLength.none), (.length(0), .none), (.length(7), .known(7)), (.chunked, .unknown),
            (.untilClose, .unknown),
        ])
    func length(_ framing: BodyFraming, _ wanted: BodyLength) { #expect(framing.length == wanted) }
}
