package import AWSClient

/// The region that an EC2 instance runs in: the last place where a region is looked for.
package struct InstanceRegion: Sendable {
    private let settings: InstanceMetadataSettings
    private let metadata: InstanceMetadata

    package init(_ settings: InstanceMetadataSettings, metadata: InstanceMetadata) {
        self.settings = settings
        self.metadata = metadata
    }

    /// The region's name, checked to be one.
    package func find() async throws(InstanceMetadata.Failure) -> AWSRegion {
        let name: String
        do {
            name = try await page("/latest/meta-data/placement/region")
        } catch {
            guard error == .status(404) else { throw error }
            name = Self.region(ofZone: try await page("/latest/meta-data/placement/availability-zone"))
        }
        do { return try AWSRegion(name) } catch { throw .unreadable }
    }

    private func page(_ path: String) async throws(InstanceMetadata.Failure) -> String {
        let text = String(decoding: try await metadata.page(path, settings), as: UTF8.self)
        return String(text.prefix { !$0.isWhitespace })
    }

    /// `eu-west-1` of the zone `eu-west-1a`, and `us-west-2` of the local zone `us-west-2-lax-1a`: all up to the first
    /// part that is a number.
    static func region(ofZone zone: String) -> String {
        let parts = zone.split(separator: "-", omittingEmptySubsequences: false)
        guard let end = parts.firstIndex(where: { $0.first?.isNumber == true }) else { return zone }
        let number = parts[end].prefix { $0.isNumber }
        return (parts[..<end] + [number]).joined(separator: "-")
    }
}
