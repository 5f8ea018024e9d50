/// Runs tasks on the thread that draws: what a key or a tick leads to, up to the bytes for the terminal, wakes no other one.
///
/// Once the terminal is given back, tasks that are left go on in Swift's own pool.
extension TerminalLink: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if !leave(job) { globalConcurrentExecutor.enqueue(job) }
    }

    /// More than a key or a tick ever leads to.
    private static var roundLimit: Int { 64 }

    /// Runs what waits, and what comes of that, until a picture is to be drawn or a limit is reached: keys and signals are looked
    /// at before the rest. On the terminal's thread only.
    ///
    /// What waits at first is run even for a terminal that does not read, whose picture stays where it is.
    func runJobs() {
        var jobs: [UnownedJob] = []
        var count = 0
        repeat {
            guard takeJobs(&jobs) else { return }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            count += jobs.count
            jobs.removeAll(keepingCapacity: true)
        } while count < Self.roundLimit && !hasCanvas
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
