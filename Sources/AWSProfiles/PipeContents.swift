import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What pipes gave when they were first read: the text of `<(…)` comes once, and settings are read again and again.
enum PipeContents {
    struct Key: Hashable {
        private let path: String
        private let device: UInt64
        private let inode: UInt64

        /// - Returns: nil for a regular file, which can be read again, and for a folder.
        init?(path: String, descriptor: Int32) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return nil }
            guard status.st_mode & S_IFMT != S_IFREG, status.st_mode & S_IFMT != S_IFDIR else { return nil }
            self.path = path
            device = UInt64(truncatingIfNeeded: status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    /// The most pipes that are remembered: a process has two shared files.
    private static let limit = 16
    private static let texts = Mutex<[Key: [UInt8]]>([:])

    static func kept(of pipe: Key) -> [UInt8]? { texts.withLock { $0[pipe] } }

    static func keep(_ bytes: [UInt8], of pipe: Key) {
        texts.withLock { texts in
            if texts.count >= limit { texts.removeAll() }
            texts[pipe] = bytes
        }
    }
}
