import Canvas
import Diagnosis
import ProxyCore

/// Bytes of a body as lines: its own line breaks are kept, everything else that is not text is spelt out.
enum BodyText {
    /// The kept beginning of a message's body; of a compressed one how to read it, since nobody reads its bytes.
    static func lines(_ message: MessageCapture, _ scene: Scene, indent: Int, width: Int) -> [Line] {
        guard let coding = message.bodyCoding else {
            return lines(message.bodyPrefix, scene.veil, indent: indent, width: width)
        }
        let way = scene.keymap.key(toCopy: "curl").map { ": \($0) copies it as curl, without that field" } ?? ""
        let text = "compressed (\(scene.veil.foreign(coding))): ask without Accept-Encoding to read it\(way)"
        return Line.wrapped(Line(String(repeating: " ", count: indent)), text, .dim, width: width, indent: indent)
    }

    static func lines(_ bytes: [UInt8], _ veil: Veil, indent: Int, width: Int) -> [Line] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).flatMap { bytes in
            let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
            let text = veil.foreign(Sanitizer.plain(bytes: line))
            return Line.wrapped(Line(String(repeating: " ", count: indent)), text, width: width)
        }
    }
}
