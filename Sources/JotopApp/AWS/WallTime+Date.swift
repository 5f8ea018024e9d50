import Foundation
import ProxyCore

extension WallTime {
    init(_ date: Date) { self.init(milliseconds: Int64(date.timeIntervalSince1970 * 1000)) }
}
