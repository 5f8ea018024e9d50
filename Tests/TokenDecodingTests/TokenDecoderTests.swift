import ProxyCore
import Testing

@testable import TokenDecoding

@Suite("Decoding a token")
struct TokenDecoderTests {
    private let header = Base64URL.encode(Array(#"{"alg":"RS256"}"#.utf8))
    private let claims = Base64URL.encode(Array(#"{"exp":1,"a":{"b":[true,null,1.5,"x"]}}"#.utf8))

    private func failure(_ token: String) -> TokenDecodingError? {
        do throws(TokenDecodingError) {
            _ = try TokenDecoder.decode(token)
            return nil
        } catch { return error }
    }

    @Test("Header, claims and the signature's length come back")
    func decodes() throws {
        let token = try TokenDecoder.decode("\(header).\(claims).AAAA")
        #expect(token.header["alg"]?.string == "RS256")
        #expect(token.claims["exp"]?.integer == 1)
        #expect(token.claims["a"]?["b"] == .array([.bool(true), .null, .number(1.5), .string("x")]))
        #expect(token.signatureLength == 3)
        #expect(try TokenDecoder.decode("\(header).\(claims).").signatureLength == 0)
    }

    @Test(
        "Names that stand more than once in one object are told as they read, whatever their spelling",
        arguments: [
            (#"{"aud":"a","sub":"b"}"#, []), (#"{"aud":"a","aud":"b","aud":"c"}"#, ["aud"]),
            (#"{"aud":"a","\u0061ud" : "b"}"#, ["aud"]), (#"{"a":{"x":1,"x":2},"b":{"x":3}}"#, ["x"]),
            (#"{"a":[{"x":1},{"x":2}],"b":"\"a\":","c":"b"}"#, []),
            (#"{"a":["b","b"],"b":1,"a":2,"b":3}"#, ["a", "b"]),
            (#"{"a":"\\","a":1}"#, ["a"]),
        ] as [(String, [String])])
    func repeatedNames(json: String, names: [String]) throws {
        let part = Base64URL.encode(Array(json.utf8))
        #expect(try TokenDecoder.decode("\(header).\(part).AAAA").repeatedNames == names)
        #expect(try TokenDecoder.decode("\(part).\(claims).AAAA").repeatedNames == names)
    }

    @Test("Of what stands there twice the first is read, as decode says")
    func firstOfRepeated() throws {
        let part = Base64URL.encode(Array(#"{"aud":"a","aud":"b"}"#.utf8))
        #expect(try TokenDecoder.decode("\(header).\(part).AAAA").claims["aud"] == .string("a"))
    }

    @Test("No more repeated names are told than anybody reads")
    func manyRepeatedNames() throws {
        let members = (0..<100).flatMap { ["\"n\($0)\":1", "\"n\($0)\":2"] }.joined(separator: ",")
        let part = Base64URL.encode(Array("{\(members)}".utf8))
        #expect(try TokenDecoder.decode("\(header).\(part).AAAA").repeatedNames.count == RepeatedNames.limit)
    }

    @Test("Each failure is a sentence", arguments: [TokenDecodingError.Part.header, .claims, .signature])
    func sentences(part: TokenDecodingError.Part) {
        let verb = part == .claims ? "are" : "is"
        #expect(
            TokenDecodingError.badJSON(part).description == "The token's \(part.rawValue) \(verb) not a JSON object.")
        #expect(
            TokenDecodingError.badBase64(part).description
                == "The token's \(part.rawValue) \(verb) not unpadded Base64URL.")
    }

    @Test("What is no compact JWT is refused with the part that is wrong")
    func refused() {
        #expect(failure("") == .notThreeParts(count: 1))
        #expect(failure("\(header).\(claims)") == .notThreeParts(count: 2))
        #expect(failure("\(header).\(claims).x.y.z") == .notThreeParts(count: 5))
        #expect(failure("\(header)=.\(claims).AAAA") == .badBase64(.header))
        #expect(failure("\(header). \(claims).AAAA") == .badBase64(.claims))
        #expect(failure("\(header).\(claims).A+A/") == .badBase64(.signature))
        #expect(failure("\(header).\(claims).AAAA\n") == .badBase64(.signature))
        #expect(failure(".\(claims).AAAA") == .badJSON(.header))
        #expect(failure("\(header).\(Base64URL.encode(Array("[1]".utf8))).AAAA") == .badJSON(.claims))
        #expect(failure("\(header).\(Base64URL.encode([0xFF])).AAAA") == .badJSON(.claims))
        #expect(failure(String(repeating: "a", count: 65_537)) == .tooLarge)
    }

    @Test("Nesting as deep as a token can hold it is refused, not followed", arguments: ["[", "{\"a\":", "[{\"a\":"])
    func depthBomb(opening: String) {
        let bomb = Base64URL.encode(Array(String(repeating: opening, count: 40_000 / opening.count).utf8))
        #expect(failure("\(header).\(bomb).AAAA") == .badJSON(.claims))
    }

    @Test("Nesting up to the limit is read, and brackets in strings do not count")
    func nestingLimit() {
        func token(_ depth: Int) -> String {
            let json =
                "{\"s\":\"[[[[\\\"[[[[\",\"a\":"
                + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
            return "\(header).\(Base64URL.encode(Array(json.utf8))).AAAA"
        }
        #expect(failure(token(BoundedJSON.maximumDepth - 1)) == nil)
        #expect(failure(token(BoundedJSON.maximumDepth)) == .badJSON(.claims))
    }

    @Test("No error quotes the token")
    func errorsAreSilent() {
        for token in ["secret", "secret.secret.secret", "\(header).secret!.x"] {
            #expect(failure(token)?.description.contains("secret") == false)
        }
    }
}
