package import ProxyCore

/// The course of a bisect: what to send when, and how far it has come. A value: facts go in, orders come out.
package struct BisectCourse: Sendable {
    /// Between two replays: an upstream shall not take them for an attack.
    package static let pause = Duration.seconds(1)

    package enum Order: Sendable, Equatable {
        case send(BisectStep)
        case wait(Duration)
        case done
    }

    package private(set) var report: BisectReport

    /// - Parameter report: one that has not begun.
    package init(_ report: BisectReport) { self.report = report }

    /// What to do now.
    package var order: Order {
        switch report.phase {
        case .sending(let step): .send(step)
        case .waiting: .wait(Self.pause)
        case .complete, .stopped: .done
        }
    }

    /// A replay was answered, or came to nothing.
    package mutating func answered(_ answer: BisectAnswer, at time: WallTime) {
        guard report.phase == .sending(answer.step) else { return }
        report.time = time
        report.answers.append(answer)
        if let next = answer.step.next {
            report.phase = .waiting(next)
        } else {
            report.phase = .complete
            report.readings = BisectReading(report).verdicts.map(\.rawValue)
        }
    }

    /// The pause is over.
    package mutating func waited(at time: WallTime) {
        guard case .waiting(let step) = report.phase else { return }
        report.time = time
        report.phase = .sending(step)
    }

    /// Somebody has seen enough.
    package mutating func stopped(at time: WallTime) {
        guard !report.isOver else { return }
        report.time = time
        report.phase = .stopped
    }
}
