import AWSClient
import AWSCredentialSources
import AWSProfiles

/// AWS as this process reaches it: the region, STS, and the search for credentials, all from the same settings.
struct AWSAccess: Sendable {
    let settings: AWSSettings
    let network: AWSNetwork
    let transport: any HTTPTransport
    /// The region, or why there is none.
    let region: Result<RegionChoice, STSConfigurationError>
    /// How STS is called, or why it cannot be.
    private(set) var sts: Result<STSClient.Configuration, STSConfigurationError>
    let chain: DefaultCredentialChain

    /// Looks for the region, if need be in the metadata of the instance, which takes a second where there is none.
    ///
    /// - Parameter prompt: asks for the codes of MFA devices.
    init(_ settings: AWSSettings, _ network: AWSNetwork, transport: some HTTPTransport, prompt: CodePrompt?) async {
        let context = CredentialContext(
            transport: transport,
            askForCode: prompt.map { prompt in { @Sendable serial in await prompt.code(ofDevice: serial) } })
        let metadata = InstanceMetadata(context: context)
        let fallback = await Self.instanceRegion(settings, metadata)
        self.settings = settings
        self.network = network
        self.transport = transport
        region = Self.region(settings, fallback)
        sts = Self.configuration(settings, fallback)
        chain = DefaultCredentialChain(
            settings: { [environment = settings.environment] () throws(SharedConfigError) in
                try AWSSettings(reading: environment)
            },
            endpoints: CredentialEndpoints(fallback: fallback), context: context, metadata: metadata)
    }

    /// Changes how STS is called, if it can be.
    mutating func adjustSTS(_ change: (inout STSClient.Configuration) -> Void) {
        sts = sts.map { configuration in
            var configuration = configuration
            change(&configuration)
            return configuration
        }
    }

    /// A cache of the chain's credentials that notices when the shared files change.
    func credentials(
        clock: ServiceClock, onReport: @escaping @Sendable (CredentialReport) -> Void = { _ in }
    ) -> CachedCredentials {
        let files = settings.files
        return CachedCredentials(
            chain, clock: clock, correctsClock: (try? sts.get().correctsClock) ?? true, stamp: { files.stamp() },
            longestSearch: longestSearch, onReport: onReport)
    }

    /// A person who is asked for a code has to find the device first.
    var longestSearch: Duration { settings.asksForCode ? .seconds(600) : .seconds(90) }

    /// Asked only where no setting names a region.
    private static func instanceRegion(_ settings: AWSSettings, _ metadata: InstanceMetadata) async -> RegionChoice? {
        guard
            case .success(nil) = Result(catching: { () throws(STSConfigurationError) in
                try RegionChoice.configured(in: settings)
            })
        else { return nil }
        let instance = InstanceRegion(InstanceMetadataSettings(settings), metadata: metadata)
        guard let region = try? await instance.find() else { return nil }
        return try? RegionChoice(region.name, origin: "instance metadata")
    }

    private static func region(
        _ settings: AWSSettings, _ fallback: RegionChoice?
    ) -> Result<RegionChoice, STSConfigurationError> {
        Result { () throws(STSConfigurationError) in
            if let choice = try RegionChoice.configured(in: settings) ?? fallback { return choice }
            throw .missingRegion(settings)
        }
    }

    private static func configuration(
        _ settings: AWSSettings, _ fallback: RegionChoice?
    ) -> Result<STSClient.Configuration, STSConfigurationError> {
        Result { () throws(STSConfigurationError) in
            try STSClient.Configuration(settings: settings, fallback: fallback)
        }
    }
}
