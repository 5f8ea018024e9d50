import Foundation

/// A token as far as the client looks into it.
enum MintedToken {
    /// - Parameter end: the claim `original_session_exp`; nil leaves it out.
    static func compact(sessionEnd end: String?) -> String {
        let origin = end.map { #"{"aws_account":"1","original_session_exp":"\#($0)"}"# } ?? #"{"aws_account":"1"}"#
        let claims = #"{"sub":"s","https://sts.amazonaws.com/":\#(origin)}"#
        let payload = Data(claims.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return "eyJhbGciOiJFUzM4NCJ9.\(payload).c2ln"
    }
}
