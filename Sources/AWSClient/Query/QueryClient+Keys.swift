extension QueryClient {
    /// The keys that sign, awaited until patience is over: whoever waits for the call is told then.
    func keys(within bound: Duration) async throws(STSError) -> AWSCredentials {
        let found: Result<AWSCredentials, CredentialError>? = await environment.within(bound) { [credentials] in
            do throws(CredentialError) { return .success(try await credentials.credentials()) } catch {
                return .failure(error)
            }
        }
        guard let found else { throw late }
        do { return try found.get() } catch { throw .credentials(error) }
    }

    /// Has longer-lived keys looked for, until patience is over.
    func renew(_ keys: AWSCredentials, within bound: Duration) async throws(STSError) {
        let renewed: Bool? = await environment.within(bound) { [credentials] in
            await credentials.renew(keys)
            return true
        }
        if renewed == nil { throw late }
    }

    private var late: STSError {
        guard !Task.isCancelled else { return .transport(.cancelled) }
        let error = CredentialError(
            .failed, source: credentials.name,
            message: "no credentials within \(Int(configuration.credentialPatience / .seconds(1)))s",
            remedy: "jotop doctor shows where credentials are looked for; see whether that place answers")
        return .credentials(error)
    }
}
