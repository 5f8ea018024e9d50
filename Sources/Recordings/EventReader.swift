import ProxyCore

/// Makes events again of the lines that ``EventJSON`` wrote.
enum EventReader {
    /// - Returns: nil for a type that is not known.
    static func event(_ type: String, _ line: Members) throws(Members.Fault) -> ProxyEvent? {
        switch type {
        case "flow.started": .flowStarted(try start(line, time: line.time("time")))
        case "flow.progressed": .flowProgressed(try end(line))
        case "flow.completed": .flowCompleted(try end(line))
        case "flow.failed": .flowFailed(try end(line))
        case _ where type.hasPrefix("token."): try tokenEvent(type, line)
        case _ where type.hasPrefix("fault.") || type == "clock.moved": try faultNotice(type, line)
        case "bisect.progressed", "bisect.completed", "replay.refused": try experimentEvent(type, line)
        default: try processEvent(type, line)
        }
    }

    private static func start(_ line: Members, time: WallTime) throws(Members.Fault) -> FlowStart {
        FlowStart(
            id: FlowID(UInt64(try line.count("flow"))), time: time, method: try line.string("method"),
            host: try line.optionalString("host"), path: try line.string("path"),
            audiences: try line.optionalAudiences("audience"), replay: try replay(line))
    }

    private static func end(_ line: Members) throws(Members.Fault) -> FlowEnd {
        let time = try line.time("time")
        let durations = try line.required("durations", "an object of milliseconds") { FlowDurations($0) }
        // A log has no moment of arrival: it lies as far back as the whole took.
        let began = try line.optionalTime("started") ?? time.advanced(by: .zero - durations.total)
        var end = FlowEnd(start: try start(line, time: began), time: time)
        end.status = try line.optionalCount("status")
        end.grpcStatus = try line.optionalCount("grpc_status").map { UInt8(clamping: $0) }
        let logged = try logged(line.string("token"), line)
        end.use = try line.word("use", or: logged)
        (end.token, end.heldToken) = try tokens(line)
        end.mintedFor = try line.optionalFlow("minted_for")
        end.settled = try line.optionalDuration("settled")
        end.fault = try line.optionalFault()
        end.durations = durations
        let bytes = try Members(line["bytes"], "bytes")
        (end.requestBytes, end.responseBytes) = (try bytes.count("request"), try bytes.count("response"))
        end.reusedConnection = try line.flag("reused")
        end.clientVersion = try line.optionalString("client_version")
        end.upstreamVersion = try line.optionalString("upstream_version")
        end.error = try error(line)
        end.request = try capture(line, "request")
        end.response = try capture(line, "response")
        return end
    }

    /// What a log's `token` says less of than a recording's `use`.
    private static func logged(_ word: String, _ line: Members) throws(Members.Fault) -> TokenUse {
        switch word {
        case "hit": .hit
        case "minted": try line.optionalFlow("minted_for") == nil ? .minted : .waited
        default: try line.optionalString("error") == ProxyError.Code.tokenUnavailable.rawValue ? .failed : .notAsked
        }
    }

    private static func tokens(_ line: Members) throws(Members.Fault) -> (SentToken?, held: TokenID?) {
        let held = try line.optionalToken("held")
        guard let print = try line.optionalString("print"), let id = try line.optionalToken("handle") else {
            let named = try line.optionalToken("handle")
            return (nil, held ?? named)
        }
        let sent = line["sent"] == nil ? nil : try Members(line["sent"], "sent")
        let length = try sent?.count("length")
        let age = try sent?.duration("age")
        let token = SentToken(
            id: id, print: print, length: length ?? 0, lifeLeft: try line.duration("left"), age: age ?? .zero)
        return (token, held)
    }

    private static func error(_ line: Members) throws(Members.Fault) -> ProxyError? {
        guard line["error"] != nil else { return nil }
        var error = ProxyError(
            try line.word("error"), try line.optionalString("detail") ?? "",
            obstacle: try line.optional("obstacle", "an obstacle") {
                $0.string.flatMap(ProxyError.Obstacle.init(name:))
            })
        error.backOff = try line.optionalDuration("back_off")
        error.refusalCode = try line.optionalString("refusal") ?? error.refusalInDetail
        return error
    }

    private static func capture(_ line: Members, _ name: String) throws(Members.Fault) -> MessageCapture? {
        guard let value = line[name] else { return nil }
        let members = try Members(value, name)
        let fields: [CapturedField] = try members.required("fields", "a list of fields") { value in
            guard case .array(let rows) = value else { return nil }
            let fields = rows.compactMap { CapturedField(recorded: $0) }
            return fields.count == rows.count ? fields : nil
        }
        let text = try members.optionalString("body") ?? ""
        let bytes = try members.optional("body_hex", "hexadecimal digits") { $0.string.flatMap(HexText.bytes) }
        return MessageCapture(
            startLine: try members.string("start"), fields: fields, bodyPrefix: bytes ?? Array(text.utf8))
    }
}

extension CapturedField {
    fileprivate init?(recorded row: JSONValue) {
        guard case .array(let values) = row else { return nil }
        let texts = values.compactMap(\.string)
        guard texts.count == values.count, texts.count >= 3 else { return nil }
        let change: Change
        switch texts[2] {
        case "kept": change = .kept
        case "added": change = .added
        case "removed": change = .removed
        case "replaced": change = .replaced(was: texts.count > 3 ? texts[3] : "")
        default: return nil
        }
        self.init(name: texts[0], value: texts[1], change: change)
    }
}
