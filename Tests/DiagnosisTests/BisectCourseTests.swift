import ProxyCore
import Testing

@testable import Diagnosis

@Suite("The course of a bisect")
struct BisectCourseTests {
    private var course: BisectCourse {
        BisectCourse(BisectReport(time: Case.sentAt, flow: FlowID(1), host: "a", status: 401))
    }

    private func answer(_ step: BisectStep, _ status: Int = 401) -> BisectAnswer {
        BisectAnswer(step: step, flow: FlowID(9), status: status)
    }

    @Test("Four replays in order, with a pause of a second between two")
    func order() {
        var course = course
        var orders: [BisectCourse.Order] = []
        while course.order != .done {
            orders.append(course.order)
            if case .send(let step) = course.order {
                course.answered(answer(step), at: Case.sentAt)
            } else {
                course.waited(at: Case.sentAt)
            }
        }
        let pause = BisectCourse.Order.wait(.seconds(1))
        #expect(
            orders == [
                .send(.asSent), pause, .send(.noToken), pause, .send(.freshToken), pause, .send(.brokenSignature),
            ])
        #expect(course.report.phase == .complete)
        #expect(course.report.readings == ["refused-regardless"])
    }

    @Test("Once stopped, it stays so, and has no reading")
    func stops() {
        var course = course
        course.answered(answer(.asSent), at: Case.sentAt)
        course.stopped(at: Case.sentAt)
        course.waited(at: Case.sentAt)
        course.answered(answer(.noToken), at: Case.sentAt)
        #expect(course.order == .done)
        #expect(course.report.phase == .stopped)
        #expect(course.report.answers.count == 1)
        #expect(course.report.readings.isEmpty)
    }

    @Test("An answer to another step than the one that is out changes nothing")
    func outOfTurn() {
        var course = course
        course.answered(answer(.brokenSignature, 200), at: Case.sentAt)
        #expect(course.order == .send(.asSent))
        #expect(course.report.answers.isEmpty)
    }
}
