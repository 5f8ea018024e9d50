/// How long is waited between one look for credentials and the next.
extension CredentialLease {
    /// Between two searches that found the same, in seconds.
    package static let shortestPause = 60.0
    /// After the first failed renewal, in seconds; it doubles.
    package static let firstPause = 15.0
    /// Between two failed renewals, in seconds.
    package static let longestPause = 300.0
    /// With nothing to use, after the first failure, in seconds, of which the dice leave a half at least; it doubles.
    package static let firstTry = 2.0
    /// With nothing to use, between two failures, in seconds.
    package static let longestTry = 60.0
    /// How long before their end credentials are renewed at most, in seconds.
    package static let widestWindow = 900.0
    /// How often to look whether something has changed while there is nothing to use, in seconds.
    package static let lookout = 2.0
    /// How often to look while there is something to use, in seconds.
    package static let calmLookout = 5.0
}
