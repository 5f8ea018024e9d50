/// Runs tasks on the thread that draws: what a key or a tick leads to, up to the bytes for the terminal, wakes no other one.
///
/// Once the terminal is given back, tasks that are left go on in Swift's own pool.
extension TerminalLink: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if !leave(job) { globalConcurrentExecutor.enqueue(job) }
    }

    /// More than a key or a tick ever leads to. Whoever has more to do lets keys and signals be looked at in between.
    private static var roundLimit: Int { 64 }

    /// Runs what waits, and what comes of that, up to a limit. On the terminal's thread only.
    func runJobs() {
        for _ in 0..<Self.roundLimit {
            guard let job = takeJob() else { return }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// Goes on running tasks after the terminal is gone, until whoever opened it has closed it.
    func runJobsUntilClosed() {
        while !isClosing {
            runJobs()
            if rests() { wake.wait() }
            awoke()
            _ = wake.drain()
        }
        for job in end() { globalConcurrentExecutor.enqueue(job) }
    }
}
