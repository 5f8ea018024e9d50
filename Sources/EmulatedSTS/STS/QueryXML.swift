/// The service's answers as XML.
enum QueryXML {
    private static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    /// - Parameter fields: names and values of the result, in order.
    static func success(_ action: String, _ fields: [(name: String, value: String)], requestID: String) -> String {
        let members = fields.map { "    <\($0.name)>\(escape($0.value))</\($0.name)>\n" }.joined()
        return """
            <\(action)Response xmlns="\(namespace)">
              <\(action)Result>
            \(members)  </\(action)Result>
              <ResponseMetadata>
                <RequestId>\(requestID)</RequestId>
              </ResponseMetadata>
            </\(action)Response>

            """
    }

    static func failure(_ error: QueryError, requestID: String) -> String {
        """
        <ErrorResponse xmlns="\(namespace)">
          <Error>
            <Type>\(error.status < 500 ? "Sender" : "Receiver")</Type>
            <Code>\(error.code)</Code>
            <Message>\(escape(error.message))</Message>
          </Error>
          <RequestId>\(requestID)</RequestId>
        </ErrorResponse>

        """
    }

    /// Markup escaped, and replaced what no XML document may hold at all (XML 1.0, section 2.2).
    private static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "'": result += "&#39;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
