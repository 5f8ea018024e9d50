import NIOCore
import NIOSSL
import ProxyCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the listener's certificate is: its chain and its key, in PEM form.
package struct ServerCertificateFiles: Sendable, Hashable {
    /// The server's own certificate first.
    package let chain: String
    package let key: String

    package init(chain: String, key: String) {
        self.chain = chain
        self.key = key
    }

    /// What tells one state of the files from another, without reading them.
    struct Stamp: Equatable {
        fileprivate struct File: Equatable {
            let device, inode, size, seconds, nanoseconds: Int
        }

        fileprivate let chain: File?
        fileprivate let key: File?
    }

    /// A certificate that can be served.
    struct Loaded {
        let context: NIOSSLContext
        /// Of the server's own certificate.
        let validity: CertificateValidity
    }

    /// Far more than a chain has.
    private static let largest = 1 << 20

    func stamp() -> Stamp { Stamp(chain: Self.state(of: chain), key: Self.state(of: key)) }

    func load() throws(ServerCertificateError) -> Loaded {
        let bytes = try Self.read(chain, .chain)
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), let own = certificates.first else {
            throw .noCertificate(chain)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(try privateKey()))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["h2", "http/1.1"]
        // A client that does not take leave of TLS is not waited for any longer than one that does not close.
        configuration.shutdownTimeout = .seconds(2)
        guard let context = try? NIOSSLContext(configuration: configuration) else { throw .mismatch(key, chain) }
        let validity = CertificateValidity(
            start: WallTime(seconds: Int64(own.notValidBefore)), end: WallTime(seconds: Int64(own.notValidAfter)))
        return Loaded(context: context, validity: validity)
    }

    private func privateKey() throws(ServerCertificateError) -> NIOSSLPrivateKey {
        let bytes = try Self.read(key, .key)
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.firstRange(of: "ENCRYPTED") == nil else { throw .encrypted(key) }
        // Without a callback of ours the library would ask on the terminal.
        let ask: NIOSSLPassphraseCallback<[UInt8]> = { _ in }
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem, passphraseCallback: ask) else {
            throw .noKey(key)
        }
        return key
    }

    private static func read(
        _ file: String, _ flag: ServerCertificateError.Flag
    ) throws(ServerCertificateError) -> [UInt8] {
        guard let stream = fopen(file, "re") else { throw .unreadable(flag, file, words(errno)) }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: largest)
        let count = fread(&bytes, 1, largest, stream)
        guard ferror(stream) == 0 else { throw .unreadable(flag, file, words(errno)) }
        guard count < largest else { throw .unreadable(flag, file, "it is larger than \(largest) bytes") }
        return Array(bytes[..<count])
    }

    private static func state(of file: String) -> Stamp.File? {
        var found = stat()
        // Only a file can be read twice: what a pipe held is gone.
        guard stat(file, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { return nil }
        #if canImport(Darwin)
            let changed = found.st_mtimespec
        #else
            let changed = found.st_mtim
        #endif
        return Stamp.File(
            device: Int(found.st_dev), inode: Int(found.st_ino), size: Int(found.st_size),
            seconds: Int(changed.tv_sec), nanoseconds: Int(changed.tv_nsec))
    }

    private static func words(_ code: CInt) -> String {
        switch code {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "it may not be read"
        case EISDIR: "it is a folder"
        default: "it cannot be read (error \(code))"
        }
    }
}
