import Foundation
import HTTPTypes
import ProxyCore
import TokenDecoding

@testable import AWSClient
@testable import AWSCredentialSources

extension FuzzTarget {
    static let documents = [xml, answer, json, strictJSON, moment]

    private static let markup = [
        "<!DOCTYPE a>", "<!ENTITY x \"y\">", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version=\"1.0\"?>", "&amp;",
        "&#10;", "&#x202E;", "&x;", "<a>", "</a>", "<a/>", "<a:b xmlns:a=\"u\">", "xmlns=\"\"", "encoding=\"utf-16\"",
    ]

    /// What STS, or whoever stands in its place, answers.
    private static let xml = FuzzTarget(name: "xml", dictionary: markup) { bytes in
        let tree: XMLTree
        do throws(XMLReadingError) { tree = try XMLTree(reading: bytes) } catch { return error.description }
        let limits = XMLTree.Limits()
        try hold(tree.depth <= limits.depth && tree.count <= limits.elements, "larger than the limits")
        try hold(tree.length <= bytes.count, "\(tree.length) bytes of text out of \(bytes.count)")
        let again: XMLTree
        do { again = try XMLTree(reading: Array(tree.markup.utf8)) } catch {
            throw Broken(description: "written, it is not read again: \(error)")
        }
        try hold(again == tree, "written and read again, it is another one")
        return "accepted"
    }

    private static let secret = "FwoGZXIvYXdzSecretSessionToken"

    /// The same, as an answer to a request whose secrets no word may quote.
    private static let answer = FuzzTarget(
        name: "answer",
        dictionary: markup + [
            secret, "<Code>", "<Message>", "The Canonical String for this request", "<Expiration>",
            "2026-11-21T13:00:00Z", "2026-11-21T13:00:00.123Z", "<WebIdentityToken>", "<RequestId>",
        ]
    ) { bytes in
        var request = TransportRequest(
            head: HTTPRequest(method: .post, scheme: "https", authority: "sts.example", path: "/"))
        request.head.headerFields[.amzSecurityToken] = secret
        let secrets = SecretsOfRequest(request)
        let refusal = ServiceError(TransportResponse(head: HTTPResponse(status: 403), body: bytes), hiding: secrets)
        try hold(!holds(refusal.description, secret), "quotes the secret: \(refusal.description.debugDescription)")
        try hold(!refusal.description.contains { $0.isNewline }, "more than one line")
        do {
            let response = TransportResponse(head: HTTPResponse(status: 200), body: bytes)
            let minted = try WebIdentityTokenResponse(
                QueryAnswer(response, hiding: secrets), asked: nil, cap: nil)
            try hold(!minted.token.exposed.isEmpty, "a token of no length")
            try hold(!holds("\(minted.requestID ?? "")", secret), "quotes the secret")
            return "minted"
        } catch {
            try hold(!holds(String(describing: error), secret), "quotes the secret")
            return refusal.message.isEmpty ? "unreadable" : "refused"
        }
    }

    /// Byte by byte: what follows a secret must not hide it, as a combining mark does from a search by characters.
    private static func holds(_ text: String, _ secret: String) -> Bool {
        Array(text.utf8).firstRange(of: Array(secret.utf8)) != nil
    }

    private static let literals = [
        "{", "}", "[", "]", ":", ",", "null", "true", "-0", "1e5", "1E+400", "0.1", "9223372036854775808",
        "\"\\ud800\"",
        "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"a\":", "\\", "\"\"", "\u{FEFF}", "\"a\":1,\"a\":2",
    ]

    /// Claims, key sets, discovery documents.
    private static let json = FuzzTarget(name: "json", dictionary: literals) { bytes in
        guard let value = BoundedJSON.object(bytes, maximumSize: 65_536) else { return "refused" }
        let text = value.description
        try holdPrintable(text)
        guard let again = BoundedJSON.object(Array(text.utf8), maximumSize: 1 << 20) else {
            throw Broken(description: "written, it is not read again: \(text)")
        }
        try hold(again.means(value), "written and read again, it is another one: \(text)")
        try holdPrintable(JSONValue.escapingInvisible(text))
        return "accepted"
    }

    /// Cache files, and what containers, instances and programs answer.
    private static let strictJSON = FuzzTarget(
        name: "credential-json",
        dictionary: literals + ["\"Expiration\":", "\"AccessKeyId\":\"A\"", "\"SecretAccessKey\":\"", "\"Token\":null"]
    ) { bytes in
        guard let value = AWSCredentialSources.JSONValue(parsing: bytes) else { return "refused" }
        guard let text = try? value.encoded() else { return "too large" }
        try hold(AWSCredentialSources.JSONValue(parsing: text) == value, "written and read again, it is another one")
        let isRead = (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil
        // Foundation refuses numbers that no Double holds.
        let isLarge = String(decoding: text, as: UTF8.self).utf8.contains {
            $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
        }
        try hold(isRead || isLarge, "Foundation does not read what it writes")
        do {
            let document = try CredentialDocument(value, .endpoint)
            let keys = document.credentials(from: "test")
            let (printed, secret) = ("\(document) \(keys)", keys.secretAccessKey.exposed)
            try hold(secret.count < 12 || !printed.contains(secret), "prints the secret")
            return "credentials"
        } catch let error as CredentialDocument.Flaw {
            return error.description
        }
    }

    /// Moments in answers and in cache files.
    private static let moment = FuzzTarget.text(
        name: "moment",
        dictionary: ["T", "Z", "+00:00", "GMT", "Sun, ", " Nov ", "UTC", "24:00:00", "23:59:60", ".123"]
    ) { text in
        if let date = HTTPDate.parse(text) {
            try hold(HTTPDate.parse(HTTPDate.format(date)) == date, "written and read again, it is another one")
            return "an HTTP date"
        }
        if let date = Timestamp.parse(text) {
            try hold(abs(date.timeIntervalSince1970) < 1e12, "\(date)")
            return "a timestamp"
        }
        return AWSDate.parse(text) == nil ? "refused" : "a date"
    }
}

extension XMLTree {
    fileprivate var depth: Int { 1 + (children.map(\.depth).max() ?? 0) }
    fileprivate var count: Int { children.reduce(1) { $0 + $1.count } }
    fileprivate var length: Int { children.reduce(name.utf8.count + text.utf8.count) { $0 + $1.length } }

    /// The element as a document.
    fileprivate var markup: String {
        let escaped = text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "<", ">", "&", "\r", "\n", "\t": result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return "<\(name)>\(escaped)\(children.map(\.markup).joined())</\(name)>"
    }
}

extension ProxyCore.JSONValue {
    /// Whether both are the same document: a fraction beyond a Double's digits leaves a whole number, which is one when it is
    /// read again.
    fileprivate func means(_ other: Self) -> Bool {
        switch (self, other) {
        case (.integer(let whole), .number(let value)), (.number(let value), .integer(let whole)):
            return Double(whole) == value
        case (.array(let own), .array(let others)):
            return own.count == others.count && zip(own, others).allSatisfy { $0.means($1) }
        case (.object(let own), .object(let others)):
            return own.count == others.count && own.allSatisfy { name, value in others[name]?.means(value) == true }
        default: return self == other
        }
    }
}
