import Testing

@testable import ProxyEngine

@Suite("Who gets a stream over which connection")
struct StreamDispatchTests {
    private final class Connection: StreamCarrier {
        let name: String
        var slots = StreamSlots()

        init(_ name: String, streams: Int? = nil, isKnown: Bool = true) {
            self.name = name
            if isKnown { slots.allowed(streams) }
        }
    }

    private final class Waiter {
        let number: Int

        init(_ number: Int) { self.number = number }
    }

    private typealias Dispatch = StreamDispatch<Connection, Waiter>

    private static func words(_ orders: [Dispatch.Order]) -> [String] {
        orders.map { order in
            switch order {
            case .connect: "connect"
            case .open(let connection, let waiter): "\(waiter.number) over \(connection.name)"
            }
        }
    }

    @Test("One handshake serves everybody who comes while it lasts")
    func shared() {
        var dispatch = Dispatch()
        let waiters = (1...3).map { Waiter($0) }
        #expect(waiters.map { Self.words(dispatch.asked(by: $0)) } == [["connect"], [], []])
        #expect(Self.words(dispatch.connected(Connection("a"))) == ["1 over a", "2 over a", "3 over a"])
        #expect(Self.words(dispatch.asked(by: Waiter(4))) == ["4 over a"])
    }

    @Test("Until a connection has said how many streams it bears, it carries one, and the others wait for its word")
    func unknown() {
        var dispatch = Dispatch()
        let connection = Connection("a", isKnown: false)
        for number in 1...3 { _ = dispatch.asked(by: Waiter(number)) }
        #expect(Self.words(dispatch.connected(connection)) == ["1 over a"])
        connection.slots.allowed(2)
        #expect(Self.words(dispatch.gainedRoom()) == ["2 over a", "connect"])
    }

    @Test("A hundred wait for one connection, and for no more")
    func crowd() {
        var dispatch = Dispatch()
        let orders = (1...250).flatMap { Self.words(dispatch.asked(by: Waiter($0))) }
        #expect(orders == ["connect", "connect", "connect"])
    }

    @Test("Where it turns out to be HTTP/1, the first gets it, and the others connect for themselves")
    func alone() {
        var dispatch = Dispatch()
        for number in 1...3 { _ = dispatch.asked(by: Waiter(number)) }
        let (first, orders) = dispatch.connectedAlone()
        #expect(first?.number == 1 && Self.words(orders) == ["connect", "connect"])
        #expect(Self.words(dispatch.asked(by: Waiter(4))) == ["connect"])
        #expect(dispatch.failed().map(\.number) == [2])
        let (third, none) = dispatch.connectedAlone()
        #expect(third?.number == 3 && none.isEmpty)
    }

    @Test("A connection whose places are taken is left alone until one is free; meanwhile another one is made")
    func full() {
        var dispatch = Dispatch()
        let (first, second) = (Connection("a", streams: 2), Connection("b", streams: 2))
        for number in 1...3 { _ = dispatch.asked(by: Waiter(number)) }
        #expect(Self.words(dispatch.connected(first)) == ["1 over a", "2 over a", "connect"])
        first.slots.released()
        #expect(Self.words(dispatch.gainedRoom()) == ["3 over a"])
        #expect(Self.words(dispatch.connected(second)).isEmpty)
        #expect(Self.words(dispatch.asked(by: Waiter(4))) == ["4 over b"])
    }

    @Test("Before its first word, a connection carries one stream; a word without a limit means as many as is usual")
    func silent() {
        var slots = StreamSlots()
        #expect(slots.hasRoom)
        slots.taken()
        #expect(!slots.hasRoom)
        slots.allowed(nil)
        for _ in 2...100 {
            #expect(slots.hasRoom)
            slots.taken()
        }
        #expect(!slots.hasRoom)
        slots.allowed(200)
        #expect(slots.hasRoom)
        // A later word about something else changes nothing.
        slots.allowed(nil)
        #expect(slots.hasRoom)
    }

    @Test("A refusal is taken for the limit, and a connection that is left takes nothing more")
    func refused() {
        var slots = StreamSlots()
        slots.allowed(100)
        for _ in 1...3 { slots.taken() }
        slots.refused()
        slots.released()
        #expect(!slots.hasRoom)
        slots.released()
        #expect(slots.hasRoom)
        slots.leaving()
        #expect(!slots.hasRoom)
    }

    @Test("Whoever gives up is forgotten, and a connection that failed fails all who waited for it")
    func given() {
        var dispatch = Dispatch()
        let waiters = (1...3).map { Waiter($0) }
        for waiter in waiters { _ = dispatch.asked(by: waiter) }
        dispatch.withdrew(waiters[0])
        #expect(dispatch.failed().map(\.number) == [2, 3])
        #expect(dispatch.isQuiet)
    }

    @Test("A connection that is left gets no more streams")
    func left() {
        var dispatch = Dispatch()
        let connection = Connection("a")
        _ = dispatch.asked(by: Waiter(1))
        _ = dispatch.connected(connection)
        #expect(Self.words(dispatch.left(connection)).isEmpty)
        #expect(Self.words(dispatch.asked(by: Waiter(2))) == ["connect"])
    }
}
