import AWSClient
import Testing

@Suite("A retried call")
struct RetriedCallTests {
    private struct Trouble: Error, Equatable {
        let number: Int
    }

    private typealias Outcome = RetriedCall.Outcome<String, Trouble>

    private let time = ManualTime()

    private func call(attempts: Int = 3, deadline: Duration = .seconds(10)) -> RetriedCall {
        var policy = RetryPolicy()
        policy.maximumAttempts = attempts
        // No waits, so that nobody needs to turn the clock.
        (policy.base, policy.throttlingBase) = (.zero, .zero)
        return RetriedCall(
            policy: policy, attemptTimeout: .seconds(4), deadline: deadline, environment: time.environment)
    }

    @Test("It tries until it works, and numbers the attempts")
    func success() async throws {
        var numbers: [Int] = []
        let answer = try await call().run { attempt -> Outcome in
            numbers.append(attempt.number)
            return attempt.number < 3 ? .failure(Trouble(number: attempt.number), .init(.transient)) : .success("yes")
        }
        #expect(answer == "yes")
        #expect(numbers == [1, 2, 3])
    }

    @Test(
        "It ends with the last failure when no attempt is left, and with the first that is final",
        arguments: [(RetryPolicy.Kind.transient, 3), (.throttling, 3), (.terminal, 1)])
    func failure(kind: RetryPolicy.Kind, attempts: Int) async {
        var ending: RetriedCall.Ending<Trouble>?
        do throws(RetriedCall.Ending<Trouble>) {
            _ = try await call().run { attempt -> Outcome in .failure(Trouble(number: attempt.number), .init(kind)) }
        } catch {
            ending = error
        }
        guard case .failed(let trouble)? = ending else { return #expect(Bool(false), "\(ending as Any)") }
        #expect(trouble.number == attempts)
    }

    @Test("Time that an attempt takes is time that the next one lacks, and the deadline ends it")
    func deadline() async {
        var timeouts: [Duration] = []
        var ending: RetriedCall.Ending<Trouble>?
        var (announced, call) = ([Duration?](), call(attempts: 9))
        call.quota = RetryQuota()
        do throws(RetriedCall.Ending<Trouble>) {
            _ = try await call.run { attempt -> Outcome in
                timeouts.append(attempt.timeout)
                time.advance(by: attempt.timeout)
                return .failure(Trouble(number: attempt.number), .init(.transient))
            } onAttempt: {
                announced.append($0.retryAfter)
            }
        } catch {
            ending = error
        }
        // No retry is announced, or paid for, that the deadline forbids.
        #expect(announced.map { $0 != nil } == [true, true, false])
        #expect(timeouts == [.seconds(4), .seconds(4), .seconds(2)])
        guard case .deadlineExceeded(let last?)? = ending else { return #expect(Bool(false), "\(ending as Any)") }
        #expect(last.number == 3)
    }

    @Test("A call that is a part of a longer one has what that one left")
    func since() async {
        let start = time.environment.uptime()
        time.advance(by: .seconds(9))
        var timeouts: [Duration] = []
        _ = try? await call().run(since: start) { attempt -> Outcome in
            timeouts.append(attempt.timeout)
            return .success("yes")
        }
        #expect(timeouts == [.seconds(1)])
    }

    @Test("A cancelled wait ends it")
    func cancelled() async {
        var call = call()
        call.policy.base = .seconds(8)
        let (retried, time) = (call, time)
        let task = Task {
            do throws(RetriedCall.Ending<Trouble>) {
                _ = try await retried.run { _ -> Outcome in .failure(Trouble(number: 1), .init(.transient)) }
                return false
            } catch {
                if case .cancelled = error { return true }
                return false
            }
        }
        await time.asleep()
        task.cancel()
        #expect(await task.value)
    }
}
