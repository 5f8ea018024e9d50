/// The service's answers as XML.
enum QueryXML {
    static func success(_ action: QueryAction, _ fields: [QueryField], requestID: String) -> String {
        let name = action.rawValue
        return """
            <\(name)Response xmlns="\(action.service.namespace)">
              <\(name)Result>
            \(fields.map { text($0, indent: "    ") }.joined())  </\(name)Result>
              <ResponseMetadata>
                <RequestId>\(requestID)</RequestId>
              </ResponseMetadata>
            </\(name)Response>

            """
    }

    private static func text(_ field: QueryField, indent: String) -> String {
        switch field {
        case .text(let name, let value): return "\(indent)<\(name)>\(escape(value))</\(name)>\n"
        case .group(let name, let fields):
            let members = fields.map { text($0, indent: indent + "  ") }.joined()
            return "\(indent)<\(name)>\n\(members)\(indent)</\(name)>\n"
        }
    }

    static func failure(_ error: QueryError, of service: QueryAction.Service, requestID: String) -> String {
        """
        <ErrorResponse xmlns="\(service.namespace)">
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
