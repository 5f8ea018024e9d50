/// The parts of the page about keys that no table can say.
enum KeyManualText {
    static let acting = """
        ## Acting

        - `r` asks STS for a new token and asks no question: the old one serves until the new one is there, and goes on if STS refuses. It
          does not wait for a back-off to end. `:mint AUDIENCE` does the same for an audience that nobody has asked for yet. `Ctrl-r` does
          it for every audience that a request wanted a token for in the last five minutes, `:refresh-all` from any view; the palette says how
          many calls to STS that is.
        - `x` drops a token, or forgets a refusal; `X` drops all and wants the word. Requests that carry the token keep it.
        - `u` takes the latest `r`, `x` or `X` back for 60 seconds, then the one before it. The token that served meanwhile is dropped. After
          that time the old one is let go of, and nothing brings it back.
        - `a` sets the audiences of tokens for the host of the selected flow, several with commas, from the next request on and until jotop
          ends. An empty line, or `:audience off`, leaves it to the settings again. `P` lists what is set.
        - `m` switches token minting off: every request gets 503 `token minting is off`, nothing goes upstream, STS is not asked, and what is
          waiting for a token gets the same answer. The first two rows say so for as long as it lasts. `m` again switches it on; tokens
          are kept meanwhile, and those that came due are renewed.
        - `v` checks the signature of the token that the flow carried, or of the newest in the tokens view, with the keys that its issuer
          publishes: AWS's issuers, and those that `--issuer` names. What is fetched is public; no token leaves jotop for it.
        - `R` sends a request once more, as any request would go out now: after `a`, with the new audience. `B` sends it four times, a second
          apart: as it was, without a token, with a fresh one for the same audiences, with a broken signature; and reads what the answers
          mean. `Esc` stops it. Both go at once for GET and HEAD; another method has to be typed. A body goes along if it was kept whole
          (64 KiB). Such requests are marked `R`, listed by `/is:replay`, and in no count.
        - `:fault` and `:clock` make something go wrong on purpose, with `--allow-faults`: [negative tests](negative-tests.md).

        Each of these is an [event](events.md) afterwards.
        """

    static let takingAlong = """
        ## Copies and exports

        `y` copies: the URL, a curl command through the proxy (it needs no token), both heads with credentials described, an evidence card
        for whoever runs the upstream, claims as JSON, one claim, the token's print, the text on screen. `e` writes the flow whose details are
        open, or the marked ones, or the rows of the list, as HAR 1.2, NDJSON, evidence cards or a script of curl commands, in Events the listed events as NDJSON; and an IAM policy
        or [trust configurations](dashboard-panes.md#taking-it-along) made of what was seen. Each goes to a new file of its owner's alone in
        the working directory; `:export har FILE` names it. No file is ever written over. The hide level (`H`) applies to all of it and
        stands in each file. `:snap` writes the screen to such a file, as text and as it stands, whatever is shown on it.

        Text goes to the clipboard by `tmux load-buffer -w -` inside tmux, else by the terminal (OSC 52, 74,994 encoded bytes at most; a
        longer text becomes a file), and besides by `wl-copy`, `xclip` or `pbcopy` where `SSH_CONNECTION` is empty. None of these confirms,
        so the message says *unconfirmed*; `L` shows the view as plain text on the normal screen, for the mouse to select.

        `Y` copies a whole token after a question, to the clipboard alone: it is in no event, file or screen. After 30 seconds, or at the
        end of jotop, it is replaced, and deleted from tmux's buffers, unless something else stands there. A terminal cannot be asked what
        stands there; its clipboard is replaced unless something else was copied with jotop.
        """
}
