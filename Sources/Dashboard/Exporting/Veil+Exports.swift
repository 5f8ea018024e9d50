import Exports

/// What the screen hides, an export hides as well.
extension Veil: Concealment {}
