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

let argumentParser = product("ArgumentParser", "swift-argument-parser")
let crypto = product("Crypto", "swift-crypto")
let cryptoExtras = product("CryptoExtras", "swift-crypto")
let httpTypes = product("HTTPTypes", "swift-http-types")
let jwt = product("JWTKit", "jwt-kit")
let lifecycle = product("ServiceLifecycle", "swift-service-lifecycle")
let logging = product("Logging", "swift-log")
let nio = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { product($0, "swift-nio") }
let nioHTTP2 = ["NIOHPACK", "NIOHTTP2"].map { product($0, "swift-nio-http2") }
let nioSSL = product("NIOSSL", "swift-nio-ssl")
let systemPackage = product("SystemPackage", "swift-system")

let package = Package(
    name: "jotop",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "jotop", targets: ["jotop"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        // Already there for swift-configuration.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The shared words and pure rules.
        library("SecretSearch"),
        tests(of: "SecretSearch"),
        library("OutboundProxies"),
        tests(of: "OutboundProxies"),
        library("ProxyCore", ["OutboundProxies"]),
        tests(of: "ProxyCore"),
        library("Diagnosis", ["ProxyCore"]),
        tests(of: "Diagnosis", ["ProxyCore"]),
        library("IAMPolicies"),
        tests(of: "IAMPolicies"),
        library("TrustConfiguration", ["IAMPolicies", "ProxyCore"]),
        tests(of: "TrustConfiguration", ["IAMPolicies", "ProxyCore", product("Yams", "Yams")]),

        // The screen.
        library("Canvas"),
        tests(of: "Canvas", ["SeededNumbers"]),
        .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),
        library("CursesTerminal", ["Canvas", "CNcurses"]),
        tests(of: "CursesTerminal", ["Canvas", "CNcurses", "Dashboard", "ProxyCore"]),
        library("Exports", ["ProxyCore"]),
        tests(of: "Exports", ["ProxyCore"]),
        library("FlowFilter", ["ProxyCore"]),
        tests(of: "FlowFilter", ["ProxyCore", "SeededNumbers"]),
        library(
            "Dashboard",
            ["Canvas", "Diagnosis", "Exports", "FlowFilter", "IAMPolicies", "ProxyCore", "TrustConfiguration"]),
        tests(
            of: "Dashboard",
            [
                "Canvas", "CursesTerminal", "Diagnosis", "Exports", "FlowFilter", "ProxyCore", "Recordings",
                "TrustConfiguration", product("Yams", "Yams"),
            ],
            exclude: ["Goldens"]),

        // The event stream as lines, and as events again.
        library("Recordings", ["ProxyCore"]),
        tests(of: "Recordings", ["ProxyCore"]),

        // Tokens.
        library("TokenDecoding", ["ProxyCore"]),
        tests(of: "TokenDecoding", ["ProxyCore"]),
        library("TokenService", ["ProxyCore", "TokenDecoding", crypto, lifecycle]),
        tests(of: "TokenService", ["ProxyCore", "JotopTestSupport"]),
        library("TokenVerification", ["ProxyCore", "TokenDecoding", crypto, jwt]),
        tests(of: "TokenVerification", ["ProxyCore", "TokenDecoding", crypto, jwt]),

        // AWS, real and emulated.
        library("AWSProfiles"),
        tests(of: "AWSProfiles", ["SeededNumbers"]),
        library("AWSClient", ["AWSProfiles", "IAMPolicies", "OutboundProxies", "SecretSearch", crypto, httpTypes]),
        tests(
            of: "AWSClient", ["AWSProfiles", "IAMPolicies", "OutboundProxies", "SeededNumbers", crypto, httpTypes],
            resources: [.copy("Resources")]),
        library(
            "AWSCredentialSources",
            [
                "AWSClient", "AWSProfiles", "OutboundProxies", crypto, httpTypes,
                product("Subprocess", "swift-subprocess"), systemPackage,
            ]),
        tests(
            of: "AWSCredentialSources",
            nio + ["AWSClient", "AWSProfiles", "EmulatedSTS", "JotopTestSupport", "ProxyCore", crypto, httpTypes]),
        library(
            "EmulatedSTS",
            nio + [
                "AWSClient", "IssuerKeys", "ProxyCore", "TokenDecoding", "TokenVerification", crypto, cryptoExtras,
                httpTypes,
            ]),
        tests(
            of: "EmulatedSTS",
            nio + [
                "AWSClient", "JotopTestSupport", "ProxyCore", "TokenDecoding", "TokenVerification", crypto,
                cryptoExtras,
                httpTypes,
            ]),
        library("IssuerKeys", ["AWSClient", "ProxyCore", "TokenDecoding", "TokenVerification", httpTypes]),
        tests(
            of: "IssuerKeys",
            ["AWSClient", "JotopTestSupport", "ProxyCore", "TokenDecoding", "TokenVerification", crypto, httpTypes]),

        // The proxy.
        library("TLSFaults", ["ProxyCore", product("NIOCore", "swift-nio"), nioSSL]),
        tests(of: "TLSFaults", ["ProxyCore", product("NIOCore", "swift-nio"), nioSSL]),
        library("HTTPWire", [product("NIOCore", "swift-nio")]),
        tests(of: "HTTPWire", ["SeededNumbers", product("NIOCore", "swift-nio")]),
        library(
            "ProxyEngine",
            nio + nioHTTP2 + [
                "HTTPWire", "OutboundProxies", "ProxyCore", "SecretSearch", "TLSFaults",
                product("NIOExtras", "swift-nio-extras"), nioSSL,
                product("NIOTLS", "swift-nio"), lifecycle,
            ]),
        tests(
            of: "ProxyEngine",
            nio + nioHTTP2 + [
                "HTTPWire", "JotopTestSupport", "OutboundProxies", "ProxyCore", "SeededNumbers",
                product("NIOEmbedded", "swift-nio"),
            ]),

        library(
            "Preflight",
            nio + [
                "AWSClient", "IssuerKeys", "OutboundProxies", "ProxyCore", "TLSFaults", "TokenDecoding",
                "TokenVerification",
                httpTypes, nioSSL, product("NIOTLS", "swift-nio"),
            ]),
        tests(
            of: "Preflight",
            nio + [
                "AWSClient", "AWSProfiles", "IssuerKeys", "OutboundProxies", "ProxyCore", "TokenDecoding",
                "TokenVerification", crypto,
                httpTypes, nioSSL,
                product("SwiftASN1", "swift-asn1"), product("X509", "swift-certificates"),
            ]),

        // The program.
        library(
            "JotopSettings",
            [
                "ProxyCore", "Recordings", argumentParser, product("Configuration", "swift-configuration"),
                product("Yams", "Yams"), systemPackage,
            ]),
        tests(of: "JotopSettings", ["ProxyCore", "Recordings", argumentParser]),
        library(
            "JotopApp",
            nio + [
                "AWSClient", "AWSCredentialSources", "AWSProfiles", "Canvas", "CursesTerminal", "Dashboard",
                "Diagnosis",
                "EmulatedSTS",
                "IssuerKeys", "JotopSettings", "OutboundProxies", "Preflight", "ProxyCore", "ProxyEngine", "Recordings",
                "TLSFaults", "TokenDecoding", "TokenService", "TokenVerification",
                argumentParser,
                product("AsyncAlgorithms", "swift-async-algorithms"),
                product("AsyncHTTPClient", "async-http-client"), httpTypes, logging, nioSSL,
                lifecycle, product("Subprocess", "swift-subprocess"), systemPackage,
                product("UnixSignals", "swift-service-lifecycle"),
            ]),
        tests(
            of: "JotopApp",
            nio + [
                "AWSClient", "Canvas", "Dashboard", "Diagnosis", "Exports", "IssuerKeys", "JotopSettings",
                "JotopTestSupport", "ProxyCore", "Recordings", "TokenDecoding", "TokenService", "TokenVerification",
                argumentParser, systemPackage,
            ]),
        .executableTarget(name: "jotop", dependencies: ["JotopApp"], swiftSettings: strict),

        // What the dashboard costs, for Tests/Benchmarks/dashboard.
        .executableTarget(
            name: "DashboardBenchmark", dependencies: ["Canvas", "CursesTerminal", "Dashboard", "ProxyCore"],
            path: "Tests/Benchmarks/DashboardBenchmark", swiftSettings: strict),

        // Tests of the whole: in one process, and of the built program in a terminal.
        .target(name: "SeededNumbers", path: "Tests/SeededNumbers", swiftSettings: strict),
        .target(
            name: "JotopTestSupport",
            dependencies: nio + ["AWSClient", "ProxyCore", "ProxyEngine", "TokenService", httpTypes],
            path: "Tests/JotopTestSupport", swiftSettings: strict),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "AWSClient", "AWSCredentialSources", "AWSProfiles", "Canvas", "HTTPWire", "JotopApp", "JotopSettings",
                "OutboundProxies", "ProxyCore", "ProxyEngine", "Recordings", "SeededNumbers", "TokenDecoding",
                "TokenVerification", httpTypes,
                product("NIOEmbedded", "swift-nio"), product("NIOHPACK", "swift-nio-http2"),
                product("NIOHTTP1", "swift-nio"),
            ], exclude: ["Corpus"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: nio + nioHTTP2 + [
                "AWSClient", "AWSCredentialSources", "AWSProfiles", "Canvas", "Dashboard", "EmulatedSTS", "IssuerKeys",
                "JotopApp", "JotopSettings", "JotopTestSupport", "OutboundProxies", "Preflight", "ProxyCore",
                "ProxyEngine",
                "Recordings", "TokenDecoding", "jotop",
                product("AsyncHTTPClient", "async-http-client"), crypto, httpTypes, lifecycle, logging,
                product("NIOConcurrencyHelpers", "swift-nio"), nioSSL, product("SwiftASN1", "swift-asn1"),
                product("X509", "swift-certificates"),
            ], swiftSettings: strict),
    ]
)

// Not part of what everybody builds: Tests/Benchmarks/lists asks for it.
if Context.environment["JOTOP_BENCHMARKS"] != nil {
    package.targets.append(
        .executableTarget(
            name: "ListBenchmark", dependencies: ["Canvas", "Dashboard", "ProxyCore"],
            path: "Tests/Benchmarks/ListBenchmark", swiftSettings: strict))
}
