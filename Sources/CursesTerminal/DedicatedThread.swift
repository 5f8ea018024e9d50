private import CNcurses

#if canImport(Glibc)
    private import Glibc
#else
    private import Darwin
#endif

/// A thread that belongs to one piece of work, outside Swift's own pool: work that blocks has no business in there.
enum DedicatedThread {
    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) { (self.name, self.body) = (name, body) }

        func run() {
            jt_name_thread(name)
            body()
        }
    }

    /// - Parameter name: what debuggers and `/proc` call it; 15 bytes at most.
    /// - Returns: false if the system has no thread left.
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(name, body))
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let status = pthread_create(
            &thread, nil,
            { context in
                #if canImport(Glibc)
                    guard let context else { return nil }
                #endif
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard status == 0 else {
            work.release()
            return false
        }
        #if canImport(Glibc)
            pthread_detach(thread)
        #else
            if let thread { pthread_detach(thread) }
        #endif
        return true
    }
}
