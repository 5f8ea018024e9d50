@testable import Diagnosis

/// What libraries say, as applications pass it on.
extension RealWorldCase {
    /// What is joined there to the texts of `errors.go`; with a colon, by `errors_go1_20.go`:
    /// https://github.com/golang-jwt/jwt/blob/a9047d57ba5d43760cbda3794ad87ca9723ced1a/errors_go1_20.go
    /// https://github.com/golang-jwt/jwt/blob/0c7de7548daa3dacb801dfdc8fea5a63e823220c/errors.go
    private static let golangJWT =
        "https://github.com/golang-jwt/jwt/blob/a02d89c68dc8059e52a0716197b6b9af6555db68/parser.go"
    private static let goOIDC =
        "https://github.com/coreos/go-oidc/blob/00c2766aee66b12c2dd43022ccc82a8b5a52a813/oidc/verify.go"
    private static let cap = "https://github.com/hashicorp/cap/blob/07ebfec2a492a5a606dacfa110b7d8979ec9be9a/jwt/jwt.go"
    private static let capKeys =
        "https://github.com/hashicorp/cap/blob/c4603a119f5656761b4df2f09baa475f6f0462eb/jwt/keyset.go"
    private static let vault =
        "https://github.com/hashicorp/vault-plugin-auth-jwt/blob/f2bc727d3f633a9efc04a32cd4be2b30c3c9830b/path_login.go"

    static let goLibraries: [RealWorldCase] = [
        RealWorldCase(
            "golang-jwt: audience", golangJWT, 401, body: "token has invalid claims: token has invalid audience",
            .audience),
        RealWorldCase(
            "golang-jwt: expired", golangJWT, 401, body: "token has invalid claims: token is expired", .expired),
        RealWorldCase(
            "golang-jwt: iat", golangJWT, 401, body: "token has invalid claims: token used before issued", .clock),
        RealWorldCase(
            "golang-jwt: issuer", golangJWT, 401, body: "token has invalid claims: token has invalid issuer", .issuer),
        RealWorldCase(
            "golang-jwt: signature", golangJWT, 401, body: "token signature is invalid: crypto/rsa: verification error",
            .signature),
        RealWorldCase(
            "golang-jwt: algorithm", golangJWT, 401,
            body: "token signature is invalid: signing method ES384 is invalid", .algorithm),
        RealWorldCase(
            "golang-jwt: algorithm, by the function that its example shows",
            "https://pkg.go.dev/github.com/golang-jwt/jwt/v5#example-Parse-Hmac", 401,
            body: "token is unverifiable: error while executing keyfunc: Unexpected signing method: ES384", .algorithm),
        RealWorldCase(
            "golang-jwt: no token of that form", golangJWT, 401,
            body: "token is malformed: token contains an invalid number of segments", .malformed),
        RealWorldCase(
            "go-jwt-middleware: iat", "https://github.com/auth0-samples/auth0-golang-api-samples/issues/28", 401,
            body: "Token used before issued", .clock),
        RealWorldCase(
            "go-oidc: audience", goOIDC, 401,
            body: #"{"error":"oidc: expected audience \"billing\" got [\"https://billing.example.net\"]"}"#,
            .audience),
        RealWorldCase(
            "go-oidc: issuer", goOIDC, 401,
            body: #"oidc: id token issued by a different provider, expected "https://a" got "https://b""#, .issuer),
        RealWorldCase(
            "go-oidc: expired", goOIDC, 401,
            body: "oidc: token is expired (Token Expiry: 2026-11-21 15:24:18 +0000 UTC)", .expired),
        RealWorldCase(
            "go-oidc: algorithm", goOIDC, 401,
            body: #"oidc: id token signed with unsupported algorithm, expected ["RS256"] got "ES384""#, .algorithm),
        RealWorldCase(
            "go-oidc: not before", goOIDC, 401,
            body: "oidc: current time 2026-11-21 14:20:00 before the nbf (not before) time: 2026-11-21 14:24:18",
            .clock),
        RealWorldCase(
            "go-oidc: signature", goOIDC, 401,
            body: "failed to verify signature: failed to verify id token signature", .signature),
        RealWorldCase(
            "go-oidc: no token of that form", goOIDC, 401,
            body: "oidc: malformed jwt: oidc: malformed jwt, expected 3 parts got 1", .malformed),
        RealWorldCase(
            "Vault: audience", "https://github.com/hashicorp/vault-plugin-auth-jwt/issues/206", 400,
            body:
                #"{"errors":["error validating token: invalid audience (aud) claim: audience claim does not match any expected audience"]}"#,
            .audience),
        RealWorldCase(
            "Vault: iat", cap, 400,
            body: #"{"errors":["error validating token: invalid issued at (iat) claim: token issued in the future"]}"#,
            .clock),
        RealWorldCase(
            "Vault: expired", cap, 400,
            body: #"{"errors":["error validating token: invalid expiration time (exp) claim: token is expired"]}"#,
            .expired),
        RealWorldCase(
            "Vault: signature", capKeys, 400,
            body:
                #"{"errors":["error validating token: error verifying token signature: no known key successfully validated the token signature"]}"#,
            .signature),
        RealWorldCase(
            "Vault: keys not to be had", "https://github.com/hashicorp/vault/issues/27343", 400,
            body:
                #"{"errors":["error validating token: error verifying token signature: fetching keys oidc: get keys failed: 404 Not Found <!DOCTYPE html>"]}"#,
            .keys),
        RealWorldCase(
            "Vault: no audience is bound", "https://github.com/artis3n/course-vault-github-oidc/pull/21", 400,
            body: #"{"errors":["audience claim found in JWT but no audiences bound to the role"]}"#, .audience),
        RealWorldCase(
            "Vault, once: audience", "https://github.com/hashicorp/vault/issues/8376", 400,
            body: "Token verification failed. error validating claims: aud claim does not match any bound audience",
            .audience),
        RealWorldCase(
            "Vault: not yet", cap, 400,
            body: #"{"errors":["error validating token: invalid not before (nbf) claim: token not yet valid"]}"#, .clock
        ),
        RealWorldCase(
            "Vault: algorithm", cap, 400,
            body:
                #"{"errors":["error validating token: invalid algorithm (alg) header parameter: token signed with unexpected algorithm"]}"#,
            .algorithm),
        RealWorldCase(
            "Vault: subject", cap, 400, body: #"{"errors":["error validating token: invalid subject (sub) claim"]}"#,
            .subject),
        RealWorldCase(
            "Vault: issuer", cap, 400, body: #"{"errors":["error validating token: invalid issuer (iss) claim"]}"#,
            .issuer),
        RealWorldCase(
            "Vault, once: subject", vault, 400, body: #"{"errors":["sub claim does not match bound subject"]}"#,
            .subject),
    ]

    private static let jose =
        "https://github.com/panva/jose/blob/1a6318254df802888ed0329359a6a12b1f46caa2/src/lib/jwt_claims_set.ts"
    private static let jsonwebtoken =
        "https://github.com/auth0/node-jsonwebtoken/blob/e7938f06fdf2ed3aa88745b72b8ae4ee66c2d0d0/verify.js"
    /// The description is written there as a string of JSON's; its text is from `validate.ts`:
    /// https://github.com/auth0/node-oauth2-jwt-bearer/blob/0891c53de0bc738da5b7c902143f2292ea940c7e/packages/access-token-jwt/src/validate.ts
    private static let auth0 =
        "https://github.com/auth0/node-oauth2-jwt-bearer/blob/77a997db79cb1cd396ad25da7dfa10329cc9162b/packages/oauth2-bearer/src/errors.ts"
    private static let pyjwt =
        "https://github.com/jpadilla/pyjwt/blob/0001ac696fa18c662025c09dc7acc1d58e3d546a/jwt/api_jwt.py"
    private static let okta =
        "https://github.com/okta/okta-jwt-verifier-js/blob/059bdc151588e22d579a5e753fcca4f280658c0d/lib.js"
    private static let lcobucci =
        "https://github.com/lcobucci/jwt/blob/1ec5e0a04e8b1a3e942c610195ad698ae46207b3/src/Validation/Constraint/LooseValidAt.php"

    static let otherLibraries: [RealWorldCase] = [
        RealWorldCase("jose: audience", jose, 401, body: #"{"message":"unexpected \"aud\" claim value"}"#, .audience),
        RealWorldCase("jose: issuer", jose, 401, body: #"{"message":"unexpected \"iss\" claim value"}"#, .issuer),
        RealWorldCase(
            "jose: expired", jose, 401, body: #"{"message":"\"exp\" claim timestamp check failed"}"#, .expired),
        RealWorldCase(
            "jose: iat", jose, 401,
            body: #"{"message":"\"iat\" claim timestamp check failed (it should be in the past)"}"#, .clock),
        RealWorldCase(
            "jose: too old", jose, 401,
            body: #"{"message":"\"iat\" claim timestamp check failed (too far in the past)"}"#, .expired),
        RealWorldCase(
            "jose: not before", jose, 401, body: #"{"message":"\"nbf\" claim timestamp check failed"}"#, .clock),
        RealWorldCase(
            "jose: no audience", jose, 401, body: #"{"message":"missing required \"aud\" claim"}"#, .audience),
        RealWorldCase("jose: subject", jose, 401, body: #"{"message":"unexpected \"sub\" claim value"}"#, .subject),
        RealWorldCase(
            "jsonwebtoken: audience", jsonwebtoken, 401, body: "jwt audience invalid. expected: billing", .audience),
        RealWorldCase(
            "jsonwebtoken: issuer", jsonwebtoken, 401, body: "jwt issuer invalid. expected: https://issuer.example",
            .issuer),
        RealWorldCase("jsonwebtoken: expired", jsonwebtoken, 401, body: #"{"error":"jwt expired"}"#, .expired),
        RealWorldCase("jsonwebtoken: not yet", jsonwebtoken, 401, body: #"{"error":"jwt not active"}"#, .clock),
        RealWorldCase("jsonwebtoken: malformed", jsonwebtoken, 401, body: #"{"error":"jwt malformed"}"#, .malformed),
        RealWorldCase(
            "jsonwebtoken: signature", jsonwebtoken, 403, body: #"{"error":"invalid signature"}"#, .signature),
        RealWorldCase("jsonwebtoken: too old", jsonwebtoken, 401, body: #"{"error":"maxAge exceeded"}"#, .expired),
        RealWorldCase(
            "jsonwebtoken: subject", jsonwebtoken, 401, body: "jwt subject invalid. expected: dev-api", .subject),
        RealWorldCase(
            "jsonwebtoken: algorithm", jsonwebtoken, 401, body: #"{"error":"invalid algorithm"}"#, .algorithm),
        RealWorldCase(
            "jsonwebtoken: no token", jsonwebtoken, 401, body: #"{"error":"jwt must be provided"}"#, .missing),
        RealWorldCase(
            "express-oauth2-jwt-bearer: audience", auth0, 401,
            challenge: #"Bearer realm="api", error="invalid_token", error_description="unexpected \"aud\" value""#,
            .audience),
        RealWorldCase(
            "express-oauth2-jwt-bearer: issuer", auth0, 401,
            challenge: #"Bearer realm="api", error="invalid_token", error_description="unexpected \"iss\" value""#,
            .issuer),
        RealWorldCase("PyJWT: audience", pyjwt, 401, body: #"{"detail":"Invalid audience"}"#, .audience),
        RealWorldCase("PyJWT: expired", pyjwt, 401, body: #"{"detail":"Signature has expired"}"#, .expired),
        RealWorldCase("PyJWT: iat", pyjwt, 401, body: #"{"detail":"The token is not yet valid (iat)"}"#, .clock),
        RealWorldCase("PyJWT: issuer", pyjwt, 401, body: #"{"detail":"Invalid issuer"}"#, .issuer),
        RealWorldCase(
            "Okta: audience", okta, 401,
            body: "audience claim https://billing.example.net does not match expected audience: api://default",
            .audience),
        RealWorldCase(
            "Okta: issuer", okta, 401, body: "issuer https://a does not match expected issuer: https://b", .issuer),
        RealWorldCase("lcobucci/jwt: iat", lcobucci, 401, body: "The token was issued in the future", .clock),
        RealWorldCase("lcobucci/jwt: not yet", lcobucci, 401, body: "The token cannot be used yet", .clock),
    ]
}
