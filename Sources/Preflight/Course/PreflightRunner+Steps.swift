import AWSClient
import IssuerKeys
import ProxyCore
import TokenDecoding
import TokenVerification

extension PreflightRunner {
    func look(at step: PreflightStep, _ evidence: inout Evidence) async -> Finding {
        switch step {
        case .configuration: await said(probes.configuration)
        case .region: await said(probes.region)
        case .dns: await resolved(&evidence)
        case .tcp: await connected(&evidence)
        case .tls: await shaken(evidence)
        case .credentials: await credentials(&evidence)
        case .identity: await identity(&evidence)
        case .clock: await clock(&evidence)
        case .federation: await federation(&evidence)
        case .mint: await minted(&evidence)
        case .claims: claims(&evidence)
        case .discovery: await discovered(&evidence)
        case .keys: await keys(&evidence)
        case .signature: signature(evidence)
        }
    }

    private func said(_ words: @Sendable () async throws(PreflightFailure) -> String) async -> Finding {
        do throws(PreflightFailure) { return .ok(try await words()) } catch { return .failed(error) }
    }
}

// MARK: - The way to STS

extension PreflightRunner {
    private func resolved(_ evidence: inout Evidence) async -> Finding {
        do throws(PreflightFailure) {
            let endpoint = try await probes.endpoint()
            evidence.endpoint = endpoint
            evidence.addresses = try await endpoint.resolve()
            return endpoint.resolution(evidence.addresses)
        } catch {
            return .failed(error)
        }
    }

    private func connected(_ evidence: inout Evidence) async -> Finding {
        guard let endpoint = evidence.endpoint else { return .leftOut("no endpoint is known") }
        do throws(PreflightFailure) {
            let connection = try await endpoint.connect(to: evidence.addresses)
            evidence.address = connection.address
            return .ok(connection.words)
        } catch {
            return .failed(error)
        }
    }

    private func shaken(_ evidence: Evidence) async -> Finding {
        guard let endpoint = evidence.endpoint, let address = evidence.address else {
            return .leftOut("no connection was made")
        }
        if let warning = endpoint.route.plaintextWarning {
            return .warned(warning.message, remedy: warning.remedy)
        }
        guard endpoint.route.isEncrypted else { return .inapplicable("plain http, as the endpoint's address says") }
        do throws(PreflightFailure) {
            let handshake = try await endpoint.handshake(with: address, at: now)
            return .ok(handshake.words(at: now), took: handshake.took)
        } catch {
            return .failed(error)
        }
    }
}

// MARK: - Who asks

extension PreflightRunner {
    private func credentials(_ evidence: inout Evidence) async -> Finding {
        do throws(CredentialError) {
            let credentials = try await probes.credentials()
            // An end is judged by the clock that counts, if anything tells it.
            if credentials.expiration != nil { evidence.clockOffset = await clockOffset(evidence) }
            return CredentialsFinding(
                credentials, now: corrected(evidence), utcOffset: utcOffset,
                isMeasured: evidence.clockOffset != nil
            ).finding
        } catch {
            return .failed(PreflightFailure(error))
        }
    }

    private func identity(_ evidence: inout Evidence) async -> Finding {
        do throws(STSError) {
            let identity = try await probes.identity()
            evidence.identity = identity
            return .ok(identity.arn)
        } catch {
            // It needs no permission, but the policy of a VPC endpoint may allow the minting and nothing else.
            if case .service(let refusal) = error, refusal.code.hasPrefix("AccessDenied") {
                return .unknown("sts:GetCallerIdentity denied: \(refusal.message)")
            }
            return .failed(PreflightFailure(error, context: probes.remedyContext()))
        }
    }

    private func clock(_ evidence: inout Evidence) async -> Finding {
        guard evidence.endpoint != nil else { return .unknown("no endpoint is known") }
        if evidence.clockOffset == nil { evidence.clockOffset = await clockOffset(evidence) }
        return ClockFinding(offset: evidence.clockOffset, isCorrected: request.correctsClock).finding
    }

    /// - Returns: nil where STS cannot be reached, or does not tell.
    private func clockOffset(_ evidence: Evidence) async -> Duration? {
        guard let endpoint = evidence.endpoint, evidence.address != nil else { return nil }
        return await ClockProbe(transport: probes.transport, environment: environment).offset(of: endpoint.route)
    }

    private func federation(_ evidence: inout Evidence) async -> Finding {
        let state: Result<FederationState, STSError>
        do throws(STSError) { state = .success(try await probes.federation()) } catch { state = .failure(error) }
        if case .success(.enabled(let issuer)) = state { evidence.accountIssuer = issuer }
        return FederationFinding(state: state, willMint: request.mints && request.audiences != nil).finding
    }
}

// MARK: - What comes of it

extension PreflightRunner {
    private func minted(_ evidence: inout Evidence) async -> Finding {
        guard let audiences = request.audiences else {
            return .leftOut("no audience yet: each request's upstream decides it")
        }
        guard request.mints else {
            return .leftOut("not tried yet: only a preflight that is asked for mints one, for \(audiences)")
        }
        let result: Result<PreflightToken, MintFailure>
        do throws(MintFailure) { result = .success(try await probes.mint(audiences)) } catch {
            result = .failure(error)
        }
        evidence.token = try? result.get()
        return MintFinding(result, request: request, audiences: audiences).finding
    }

    private func claims(_ evidence: inout Evidence) -> Finding {
        guard let token = evidence.token, let audiences = request.audiences else {
            return .leftOut("there is no token")
        }
        do throws(TokenDecodingError) {
            let decoded = try TokenDecoder.decode(token.compact.exposed)
            evidence.decoded = decoded
            let asked = ClaimsFinding.Asked(
                audiences: audiences, algorithm: request.algorithm, duration: token.cap?.asked ?? request.duration,
                account: evidence.identity?.account, issuer: evidence.accountIssuer, ofEmulation: evidence.isEmulated)
            return ClaimsFinding(decoded, asked: asked, now: corrected(evidence)).finding
        } catch {
            return .failed("the token cannot be read: \(error)", remedy: IssuerProbe.askSupport)
        }
    }

    private func discovered(_ evidence: inout Evidence) async -> Finding {
        guard let text = evidence.issuer else { return .leftOut("the token names no issuer") }
        guard let issuer = IssuerAddress(text), !issuer.isOnThisMachine || evidence.isEmulated else {
            return .failed(
                "the issuer \(text.cut) is no https address that others can reach",
                remedy: "verifiers need an issuer that they can reach over https")
        }
        let probe = IssuerProbe(issuer: issuer, transport: probes.transport, timeout: probes.patience)
        let (finding, keys) = await probe.discover()
        evidence.keysAddress = keys
        return finding
    }

    private func keys(_ evidence: inout Evidence) async -> Finding {
        guard let issuer = evidence.issuer.flatMap({ IssuerAddress($0) }), let address = evidence.keysAddress else {
            return .leftOut("no address of keys is known")
        }
        let probe = IssuerProbe(issuer: issuer, transport: probes.transport, timeout: probes.patience)
        let (finding, keys) = await probe.keys(at: address, for: evidence.decoded?.header["kid"]?.string)
        evidence.keys = keys
        return finding
    }

    private func signature(_ evidence: Evidence) -> Finding {
        guard let token = evidence.token, let issuer = evidence.issuer, let keys = evidence.keys,
            let audiences = request.audiences
        else { return .leftOut("there is nothing to verify with") }
        // A Date has whole seconds, and the clock was read a moment ago.
        let verifier = JWTVerifier(
            issuer: issuer, audiences: Set(audiences.values), leeway: RegisteredClaims.leeway)
        do throws(VerificationFailure) {
            _ = try verifier.verify(token.compact.exposed, keys: keys, at: corrected(evidence))
            return .ok("valid for the issuer's key \((evidence.decoded?.header["kid"]?.string ?? "").cut)")
        } catch {
            return .failed(
                "\(error)",
                remedy: "no verifier will accept this token; run jotop doctor again in a minute, since keys rotate")
        }
    }

    /// STS's time, as far as it is known.
    private func corrected(_ evidence: Evidence) -> WallTime {
        now.advanced(by: evidence.clockOffset ?? .zero)
    }
}
