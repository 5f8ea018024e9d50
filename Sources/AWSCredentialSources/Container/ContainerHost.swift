import OutboundProxies

/// Which hosts may be asked for credentials without TLS: those whose packets do not leave the machine.
enum ContainerHost {
    /// The addresses of the agents of ECS and EKS.
    private static let agents = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"].compactMap { IPAddress($0) }

    /// - Parameter address: numeric, without brackets.
    static func isAllowed(_ address: String) -> Bool {
        guard let address = IPAddress(address) else { return false }
        return address.isLoopback || agents.contains(address)
    }
}
