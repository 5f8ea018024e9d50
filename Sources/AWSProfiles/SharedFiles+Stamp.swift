#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SharedFiles {
    /// The state of the files on disk: two that are equal mean that nothing was written between them.
    package struct Stamp: Sendable, Equatable {
        fileprivate struct Entry: Sendable, Equatable {
            let path: String
            let seconds: Int
            let nanoseconds: Int
            let size: Int
            let inode: UInt64
        }

        /// By path; a file that is missing has none.
        fileprivate let entries: [Entry]
    }

    /// Time of change, size and inode of the two files and of each file in the caches, without reading any.
    ///
    /// Costs one `stat` a file, so it may be asked for every few seconds. Of a folder with more than
    /// 1,000 files only that many are looked at.
    package func stamp() -> Stamp {
        let cached = [ssoCache, loginCache].flatMap { folder in Self.names(in: folder).map { "\(folder)/\($0)" } }
        return Stamp(entries: ([config, credentials] + cached).compactMap(Stamp.Entry.init))
    }

    private static let mostFiles = 1_000

    /// Sorted: the order of a folder's entries says nothing.
    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < mostFiles, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}

extension SharedFiles.Stamp.Entry {
    fileprivate init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let changed = status.st_mtimespec
        #else
            let changed = status.st_mtim
        #endif
        self.init(
            path: path, seconds: changed.tv_sec, nanoseconds: changed.tv_nsec, size: Int(status.st_size),
            inode: UInt64(status.st_ino))
    }
}
