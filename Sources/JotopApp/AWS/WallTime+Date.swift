import Foundation
import ProxyCore

extension WallTime {
    init(_ date: Date) { self.init(approximating: date.timeIntervalSince1970) }
}
