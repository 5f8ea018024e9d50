import ProxyCore

/// Recordings begun and ended in a session that runs.
extension Dashboard {
    /// What is wanted of whoever writes recordings.
    package enum RecordingWish: Sendable, Equatable {
        /// A new file of that name.
        case begin(String)
        case end
    }

    /// What has become of a recording.
    package enum RecordingNews: Sendable, Equatable {
        case began(file: String)
        case ended(file: String)
        case refused(file: String, reason: String)
        /// It could not be written any further.
        case lost(file: String, reason: String)
    }

    mutating func record(_ argument: String) -> [Effect] {
        guard playback == nil else {
            show("a replay: what it shows is recorded already", isError: true)
            return []
        }
        if argument == "off" {
            guard recording != nil else {
                show("nothing is being recorded", isError: true)
                return []
            }
            return [.record(.end)]
        }
        guard recording == nil else {
            show("recording to \(recording ?? "") already: :rec off ends that", isError: true)
            return []
        }
        return [.record(.begin(argument))]
    }

    mutating func told(_ news: RecordingNews) {
        let (text, isError): (String, Bool)
        switch news {
        case .began(let file):
            recording = file
            (text, isError) = ("recording to \(file), from now on. :rec off ends it", false)
        case .ended(let file):
            recording = nil
            (text, isError) = ("recorded to \(file): jotop --replay \(file)", false)
        case .refused(let file, let reason): (text, isError) = ("!! \(file) not recorded to: \(reason)", true)
        case .lost(let file, let reason):
            recording = nil
            (text, isError) = ("!! the recording \(file) ends here: \(reason)", true)
        }
        show(text, isError: isError)
        live.logged(text, at: now)
    }
}
