#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The folder that `~` stands for.
package struct HomeFolder: Sendable, Equatable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// `HOME`, else the folder that the system has for this user.
    package init(environment: [String: String]) {
        let named = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
        path = named ?? FileManager.default.homeDirectoryForCurrentUser.path
    }

    /// The path with a leading `~/` expanded; `~` alone is the folder itself, `~name` stays as it is.
    package func expanding(_ text: String) -> String {
        guard text == "~" || text.hasPrefix("~/") else { return text }
        return path + text.dropFirst()
    }
}
