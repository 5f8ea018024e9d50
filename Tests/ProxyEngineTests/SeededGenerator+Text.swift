import SeededNumbers

extension SeededGenerator {
    /// Letters of the alphabet that JWTs are written in.
    mutating func base64URL(_ length: ClosedRange<Int>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let count = Int.random(in: length, using: &self)
        return String((0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &self)] })
    }

    /// Some of `pieces`, one after another.
    mutating func text(of pieces: [String], count: ClosedRange<Int>) -> String {
        (0..<Int.random(in: count, using: &self))
            .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &self)] }.joined()
    }
}
