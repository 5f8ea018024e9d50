import NIOSSL
import ProxyCore
import Synchronization

/// The certificate that the listener serves now. Files that change are taken up by the connections that come after;
/// files that are broken change nothing, and that is told.
final class ServerCertificate: Sendable {
    private struct State {
        var context: NIOSSLContext
        var validity: CertificateValidity
        /// The state of the files that were read last, whether or not they could be used.
        var stamp: ServerCertificateFiles.Stamp
        var lastLook: ContinuousClock.Instant
    }

    /// Looking costs two system calls; nobody changes certificates more often.
    private static let pace = Duration.seconds(1)

    private let files: ServerCertificateFiles
    private let state: Mutex<State>

    init(_ files: ServerCertificateFiles, at now: ContinuousClock.Instant) throws(ServerCertificateError) {
        // The stamp first: a change in between is seen at the next look.
        let stamp = files.stamp()
        let loaded = try files.load()
        self.files = files
        state = Mutex(State(context: loaded.context, validity: loaded.validity, stamp: stamp, lastLook: now))
    }

    /// What is to be told of the certificate itself.
    func complaint(at now: WallTime) -> TLSNotice.Happening? { state.withLock { $0.validity }.complaint(at: now) }

    /// What a connection that has just been accepted is to be served with.
    ///
    /// - Returns: what is to be told, if the files have changed.
    func current(at now: ContinuousClock.Instant) -> (context: NIOSSLContext, news: TLSNotice.Happening?) {
        state.withLock { state in
            guard state.lastLook.duration(to: now) >= Self.pace else { return (state.context, nil) }
            state.lastLook = now
            let stamp = files.stamp()
            guard stamp != state.stamp else { return (state.context, nil) }
            state.stamp = stamp
            do throws(ServerCertificateError) {
                let loaded = try files.load()
                (state.context, state.validity) = (loaded.context, loaded.validity)
                return (loaded.context, .certificateChanged(ends: loaded.validity.end))
            } catch {
                return (state.context, .certificateKept(reason: "\(error)"))
            }
        }
    }
}
