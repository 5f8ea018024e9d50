import AWSClient
import EmulatedSTS
import Foundation
import NIOHTTP1
import Synchronization
import Testing

@testable import AWSCredentialSources

@Suite("Credentials and region of an EC2 instance")
struct InstanceTests {
    private static let host = "169.254.169.254"

    private static func token(_ value: String = "t", life: String? = "21600") -> LoopbackResponse {
        var response = LoopbackResponse.text(200, value)
        if let life { response.headers.add(name: "X-aws-ec2-metadata-token-ttl-seconds", value: life) }
        return response
    }

    @Test("A token is asked for first, kept for its life, and never a question without one")
    func version2() async throws {
        let services = EmulatedServices()
        try await World.run({ services.answer($0) }) { world in
            let chain = world.chain([:])
            let keys = try await chain.credentials()
            #expect(keys.accessKeyID == "instance")
            #expect(keys.source == "EC2 instance role app")
            #expect(keys.expiration == Timestamp.parse(EmulatedServices.end))
            _ = try await chain.credentials()
            let role = "GET /latest/meta-data/iam/security-credentials/"
            #expect(world.lines(to: Self.host) == ["PUT /latest/api/token", role, role + "app", role, role + "app"])
            let put = try #require(world.calls.first)
            #expect(put.field("X-aws-ec2-metadata-token-ttl-seconds") == "21600")
            #expect(world.calls.dropFirst().allSatisfy { $0.field("X-aws-ec2-metadata-token") == "metadata-token" })
            #expect(world.calls.allSatisfy { $0.field("X-Forwarded-For") == nil })
            #expect(world.direct.withLock { $0 } == [Self.host])
            #expect(world.timeouts.withLock { $0 } == [Self.host: .milliseconds(750)])
        }
    }

    @Test("A token that the service does not know any more is replaced, once")
    func unauthorized() async throws {
        let valid = Mutex("one")
        let puts = Mutex(0)
        try await World.run({ call in
            let current = valid.withLock { $0 }
            if call.request.method == .PUT {
                puts.withLock { $0 += 1 }
                return Self.token(current)
            }
            guard call.field("X-aws-ec2-metadata-token") == current else { return .text(401, "") }
            return call.request.target.hasSuffix("/") ? .text(200, "app\nother") : .json(EmulatedServices.keys(current))
        }) { world in
            let chain = world.chain([:])
            let first = try await chain.credentials()
            #expect(first.accessKeyID == "one")
            valid.withLock { $0 = "two" }
            let second = try await chain.credentials()
            #expect(second.accessKeyID == "two")
            #expect(puts.withLock { $0 } == 2)
        }
    }

    @Test("A service that refuses every token is asked twice, and no more")
    func alwaysUnauthorized() async throws {
        try await World.run({ $0.request.method == .PUT ? Self.token() : .text(401, "") }) { world in
            let error = try #require(await failure(world.chain([:])))
            #expect(error.code == .failed)
            #expect(error.message == "the metadata service answered 401")
            #expect(world.calls.count == 4)
        }
    }

    @Test("A token is given up at the end of its life")
    func tokenLife() async throws {
        let uptime = Mutex(Duration.zero)
        try await World.run({ call in
            call.request.method == .PUT ? Self.token(life: "60") : .text(200, "eu-west-1")
        }) { world in
            var context = world.context
            context.surroundings.uptime = { uptime.withLock { $0 } }
            let metadata = InstanceMetadata(context: context)
            let region = try InstanceRegion(InstanceMetadataSettings(world.settings([:])), metadata: metadata)
            for (time, puts) in [(0, 1), (59, 1), (60, 2)] {
                uptime.withLock { $0 = .seconds(time) }
                _ = try await region.find()
                #expect(world.calls.count { $0.request.method == .PUT } == puts)
            }
        }
    }

    @Test("Version 1 is never spoken, whatever answers the request for a token", arguments: [400, 403, 404, 405])
    func neverVersion1(status: Int) async throws {
        try await World.run({ call in
            call.request.method == .PUT ? .text(status, "") : .json(EmulatedServices.keys("v1"))
        }) { world in
            let error = try #require(await failure(world.chain([:])))
            #expect(error.code == .exhausted)
            #expect(error.causes.last?.message.contains("\(status) to the request for a token") == true)
            #expect(world.calls.map(\.line) == ["PUT /latest/api/token"])
        }
    }

    @Test("No token in time is explained by the hop limit, with the command that raises it")
    func hopLimit() async throws {
        try await World.run { world in
            world.dead.withLock { $0 = [Self.host: .timeout] }
            let error = try #require(await failure(world.chain([:])))
            let cause = try #require(error.causes.last)
            #expect(cause.message.contains("a container on one whose hop limit is 1"))
            #expect(cause.remedy.contains("--http-put-response-hop-limit 2"))
        }
    }

    @Test("A service that falls silent after the token is a failure, and no empty search")
    func silent() async throws {
        try await World.run({ $0.request.method == .PUT ? Self.token() : .text(500, "") }) { world in
            let error = try #require(await failure(world.chain([:])))
            #expect(error.code == .failed)
            #expect(error.message == "the metadata service answered 500")
            #expect(world.calls.count == 4)
        }
    }

    @Test(
        "The address follows the settings",
        arguments: [
            ([:], "", "http://169.254.169.254"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "", "http://[fd00:ec2::254]"),
            ([:], "ec2_metadata_service_endpoint_mode = ipv6", "http://[fd00:ec2::254]"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://imds.local:1338/"], "", "http://imds.local:1338"),
            (
                [
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://imds.local/base",
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6",
                ], "", "http://imds.local/base"
            ),
            ([:], "ec2_metadata_service_endpoint = http://profile.local", "http://profile.local"),
        ] as [([String: String], String, String)])
    func address(environment: [String: String], line: String, address: String) async throws {
        try await World.run { world in
            try world.write("[default]\n\(line)\n", to: ".aws/config")
            let settings = InstanceMetadataSettings(try world.settings(environment))
            #expect(settings.address?.description == address)
            #expect(!settings.isDisabled)
        }
    }

    @Test(
        "An address that is none is told of",
        arguments: ["imds.local", "ftp://x", "http://", "http://h:99999", "http://a b"])
    func badAddress(text: String) async throws {
        try await World.run { world in
            let error = try #require(await failure(world.chain(["AWS_EC2_METADATA_SERVICE_ENDPOINT": text])))
            #expect(error.code == .incomplete)
            #expect(error.message.contains("AWS_EC2_METADATA_SERVICE_ENDPOINT"))
            #expect(world.calls.isEmpty)
        }
    }

    @Test("Nothing is asked where it is forbidden", arguments: ["true", "True", "TRUE"])
    func disabled(value: String) async throws {
        try await World.run { world in
            let error = try #require(await failure(world.chain(["AWS_EC2_METADATA_DISABLED": value])))
            #expect(error.code == .exhausted)
            #expect(world.calls.isEmpty)
            let region = try InstanceRegion(
                InstanceMetadataSettings(world.settings(["AWS_EC2_METADATA_DISABLED": value])),
                metadata: InstanceMetadata(context: world.context))
            await #expect(throws: InstanceMetadata.Failure.disabled) { _ = try await region.find() }
            #expect(world.calls.isEmpty)
        }
    }

    @Test(
        "Time-outs are those of the Go SDK, or of the variables that botocore reads",
        arguments: [
            ([:], 750, 3), (["AWS_METADATA_SERVICE_TIMEOUT": "5", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "1"], 5_000, 1),
            (["AWS_METADATA_SERVICE_TIMEOUT": "never", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "0"], 750, 3),
        ] as [([String: String], Int, Int)])
    func timeouts(environment: [String: String], milliseconds: Int, attempts: Int) async throws {
        try await World.run { world in
            let settings = InstanceMetadataSettings(try world.settings(environment))
            #expect(settings.timeout == .milliseconds(milliseconds))
            #expect(settings.attempts == attempts)
        }
    }

    @Test(
        "An answer that is none of credentials is told of, but not quoted",
        arguments: [
            (#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "topsecret"}"#, "app: AssumeRoleUnauthorizedAccess"),
            ("topsecret", "is not JSON"),
            (#"{"Code": "Success", "SecretAccessKey": "topsecret"}"#, "has no AccessKeyId"),
        ])
    func badAnswer(body: String, words: String) async throws {
        try await World.run({ call in
            if call.request.method == .PUT { return Self.token() }
            return .text(200, call.request.target.hasSuffix("/") ? "app" : body)
        }) { world in
            let error = try #require(await failure(world.chain([:])))
            #expect(error.code == .failed)
            #expect(error.message.contains(words))
            #expect(!"\(error)".contains("topsecret"))
        }
    }

    @Test(
        "A role's name that would be another path is refused", arguments: ["../../user-data", "a b", "a?b", "..", "ä"])
    func badRole(name: String) async throws {
        try await World.run({ $0.request.method == .PUT ? Self.token() : .text(200, name) }) { world in
            let error = try #require(await failure(world.chain([:])))
            #expect(error.code == .failed)
            #expect(world.calls.count == 2)
        }
    }

    @Test(
        "A token that could not stand in a field is refused",
        arguments: ["", "a b", "a\r\nX: y", String(repeating: "x", count: 5000)])
    func badToken(text: String) async throws {
        try await World.run({ _ in Self.token(text) }) { world in
            let error = try #require(await failure(world.chain([:])))
            #expect(error.code == .failed)
            #expect(world.calls.count == 1)
        }
    }

    @Test(
        "The region is the instance's, or that of its zone",
        arguments: [
            ("eu-central-1", "", "eu-central-1"), (nil, "eu-west-1a", "eu-west-1"),
            (nil, "us-west-2-lax-1a", "us-west-2"), (nil, "us-gov-west-1b", "us-gov-west-1"),
            (nil, "us-east-1-wl1-bos-wlz-1", "us-east-1"),
        ] as [(String?, String, String)])
    func region(region: String?, zone: String, name: String) async throws {
        try await World.run({ call in
            switch call.line {
            case "PUT /latest/api/token": return Self.token()
            case "GET /latest/meta-data/placement/region": return region.map { .text(200, $0) } ?? .text(404, "")
            case "GET /latest/meta-data/placement/availability-zone": return .text(200, zone)
            default: return .text(500, "")
            }
        }) { world in
            let instance = try InstanceRegion(
                InstanceMetadataSettings(world.settings([:])), metadata: InstanceMetadata(context: world.context))
            let found = try await instance.find()
            #expect(found.name == name)
        }
    }

    @Test("What is no region's name is not taken for one", arguments: ["evil.example/", "", "<html>"])
    func badRegion(text: String) async throws {
        try await World.run({ $0.request.method == .PUT ? Self.token() : .text(200, text) }) { world in
            let instance = try InstanceRegion(
                InstanceMetadataSettings(world.settings([:])), metadata: InstanceMetadata(context: world.context))
            await #expect(throws: InstanceMetadata.Failure.unreadable) { _ = try await instance.find() }
        }
    }
}
