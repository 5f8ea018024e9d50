#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `rename(2)`, which puts the new file in the place of the old one at once.
func systemRename(_ old: String, _ new: String) -> CInt { rename(old, new) }

/// `fsync(2)`: what was written outlives a power failure.
func systemSync(_ file: CInt) -> CInt { fsync(file) }

/// The path without symbolic links; nil where it leads to nothing.
func systemRealPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
}

/// What the system says of a file, without following a symbolic link.
struct FileFacts {
    let isRegular: Bool
    /// Whether it belongs to the user of this process.
    let isOurs: Bool
    /// Seconds since it was last written.
    let age: Int

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isOurs = status.st_uid == geteuid()
        #if canImport(Darwin)
            age = time(nil) - status.st_mtimespec.tv_sec
        #else
            age = time(nil) - status.st_mtim.tv_sec
        #endif
    }
}
