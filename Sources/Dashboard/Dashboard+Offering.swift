import ProxyCore

/// Which keys are worth a hint: those that find what they are about, and what one reads for them first.
extension Dashboard {
    /// Whether an action would find what it is about, as far as that is the same from one frame to the next: the rows of a list
    /// come and go, and hints that went with them could not be read.
    func finds(_ action: Action, in place: Place) -> Bool {
        guard refusal(of: action) == nil else { return false }
        switch place {
        case .inspector, .split: return finds(action, of: flowInHand)
        case .reader: return finds(action, in: reader?.subject)
        default: return true
        }
    }

    private func finds(_ action: Action, of flow: FlowRecord?) -> Bool {
        let token = flow?.known?.token?.id
        return switch action {
        case .why: flow != nil && inspector?.tab != .why
        case .verify: token != nil && flow?.start.audiences != nil
        case .diff: (token ?? flow?.known?.heldToken).flatMap { shown.tokens.generation(before: $0) } != nil
        case .bisect: flow?.end != nil && (token != nil || flow?.start.replay != nil)
        case .replay: flow?.end != nil
        case .refresh: flow?.start.audiences != nil
        case .setAudience: flow?.start.host != nil
        case .otherEnd: token != nil || flow?.start.audiences.flatMap { shown.tokens[$0] } != nil
        default: true
        }
    }

    /// A text that is no token's has none to check or to compare.
    private func finds(_ action: Action, in subject: ReaderState.Subject?) -> Bool {
        guard [.verify, .diff].contains(action) else { return true }
        return switch subject {
        case .claims(let handle): shown.tokens[handle]?.newest != nil
        case .diff: true
        default: false
        }
    }

    // MARK: - Hints

    /// The bindings whose hints are shown, in their order: what the tab or the view is read for stands first, and what the
    /// head of the pane names already does not stand there twice.
    var hintedBindings: [Binding] {
        let bindings = workingBindings(in: place).filter { !headNames($0.action) }
        let first = leadingActions
        let leading = first.flatMap { action in bindings.filter { $0.action == action } }
        return leading + bindings.filter { !first.contains($0.action) }
    }

    private var leadingActions: [Action] {
        switch place {
        case .tokens: [.open, .otherEnd, .diff, .refresh, .evict, .verify, .copyMenu]
        case .inspector, .split:
            inspector?.tab == .token ? [.back, .copyMenu, .diff, .verify, .exportMenu] : [.back]
        default: []
        }
    }

    private func headNames(_ action: Action) -> Bool {
        guard [.previousTab, .nextTab, .previousFlow, .nextFlow].contains(action), let inspector,
            Place.inspectors.contains(place), let pane = layout.pane, layout.isWhole || layout.isBeside
        else { return false }
        return InspectorHead(self, inspector).namesKeys(columns: pane.columns)
    }
}
