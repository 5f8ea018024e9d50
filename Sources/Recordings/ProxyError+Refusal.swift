import ProxyCore

extension ProxyError {
    /// The code of a refused token as the detail begins with it: recordings of earlier versions have it nowhere else. nil where the
    /// detail tells of something else.
    var refusalInDetail: String? {
        guard code == .tokenUnavailable else { return nil }
        let code = detail.prefix { $0 != ":" }
        guard code.first?.isUppercase == true,
            code.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") })
        else { return nil }
        return String(code)
    }
}
