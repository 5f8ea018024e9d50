private import CNcurses

/// The reports that Swift's runtime prints when a program crashes.
package enum CrashReports {
    /// Turns them off until the process ends; it still dies by the same signal.
    ///
    /// They show registers and the memory that these point at, which may be a token's bytes, and the runtime reads its own
    /// switch (`SWIFT_BACKTRACE`) before any code of ours runs. To be called first of all, dashboard or not.
    package static func disable() { jt_crash_reports_off() }
}
