// swift-tools-version: 6.2
import PackageDescription

/// One list for every target of ours.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func product(_ name: String, _ package: String) -> Target.Dependency { .product(name: name, package: package) }

/// A library of ours; its folder is named after it.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a target; their folder is named after it, too.
func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
        resources: resources, swiftSettings: strict)
}

let crypto = product("Crypto", "swift-crypto")
let nio = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { product($0, "swift-nio") }
let lifecycle = product("ServiceLifecycle", "swift-service-lifecycle")

let package = Package(
    name: "jotop",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The shared words and pure rules.
        library("ProxyCore"),
        library("Canvas"),
        // Tokens.
        library("TokenDecoding", ["ProxyCore"]),
        library("TokenService", ["ProxyCore", "TokenDecoding", crypto, lifecycle]),
        tests(of: "TokenService", ["ProxyCore", "JotopTestSupport"]),
        // The proxy.
        library(
            "ProxyEngine",
            nio + [
                "ProxyCore", product("NIOExtras", "swift-nio-extras"), product("NIOSSL", "swift-nio-ssl"),
                product("NIOTLS", "swift-nio"), lifecycle,
            ]),
        tests(of: "ProxyEngine", nio + ["ProxyCore", "JotopTestSupport"]),
        .target(
            name: "JotopTestSupport", dependencies: nio + ["ProxyCore", "ProxyEngine", "TokenService"],
            path: "Tests/JotopTestSupport", swiftSettings: strict),
    ]
)
