package import ProxyCore

extension PreflightReport {
    /// Of settings that cannot even be read: nothing else can be looked at.
    package init(unconfigured failure: PreflightFailure, at time: WallTime) {
        var plan = PreflightPlan()
        while plan.next() != nil { plan.ended(.failed(failure), took: nil) }
        self.init(time: time, checks: plan.checks, isComplete: true)
    }
}
