@testable import Diagnosis

/// What the clouds' own services say.
extension RealWorldCase {
    static let clouds: [RealWorldCase] = [
        RealWorldCase(
            "Entra ID: subject", "https://github.com/dotnet/maui/pull/31978", 401,
            body:
                #"{"error":"invalid_client","error_description":"AADSTS700213: No matching federated identity record found for presented assertion subject '***'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion."}"#,
            .subject),
        RealWorldCase(
            "Entra ID: subject, in other letters", "https://github.com/Azure/login/issues/517", 401,
            body:
                #"{"error":"invalid_client","error_description":"AADSTS7002138: No matching federated identity record found for presented assertion subject"}"#,
            .subject),
        RealWorldCase(
            "Entra ID: issuer", "https://github.com/Azure/azure-workload-identity/issues/1200", 401,
            body:
                #"{"error":"invalid_client","error_description":"AADSTS700211: No matching federated identity record found for presented assertion issuer 'https://oidc.prod-aks.azure.com/879/'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion."}"#,
            .issuer),
        RealWorldCase(
            "Entra ID: no record", "https://github.com/Azure/azure-workload-identity/issues/340", 400,
            body:
                #"{"error":"invalid_request","error_description":"AADSTS70021: No matching federated identity record found for presented assertion."}"#,
            .subject),
        RealWorldCase(
            "Google STS: audience", "https://github.com/cube-js/cube/pull/11046", 400,
            body:
                #"{"error":"invalid_grant","error_description":"The audience in ID Token [https://billing.example.net] does not match the expected audience."}"#,
            .audience),
        RealWorldCase(
            "Firebase: audience", "https://github.com/invertase/react-native-apple-authentication/issues/310", 400,
            body:
                "The supplied auth credential is malformed or has expired. [ The audience in ID Token [com.mytoken.android] does not match the expected audience. ]",
            .audience),
        RealWorldCase(
            "Identity-Aware Proxy: audience", "https://github.com/GoogleCloudPlatform/professional-services/issues/603",
            401,
            body:
                "Invalid IAP credentials: JWT audience doesn't match this application ('aud' claim (YYYYYY.apps.googleusercontent.com) doesn't match expected value (XXXXXXX.apps.googleusercontent.com))",
            .audience),
        RealWorldCase(
            "Snowflake: JWT", "https://github.com/slothflowlabs/duckle/issues/22", 401,
            body:
                #"{ "code" : "390144", "message" : "JWT token is invalid. [7fb87e37-2f26-4a10-9f9c-72276ea898bf]" }"#,
            .revoked),
        RealWorldCase(
            "Databricks: another kind of token", "https://github.com/PipedreamHQ/pipedream/issues/20701", 401,
            body:
                #"{"error_code":401,"message":"Credential was not sent or was of an unsupported type for this API. [ReqId: 3bbb6628-4c9c-4a41-8236-1813f30c8c88]"}"#,
            .revoked),
        RealWorldCase(
            "Google API: another kind of token", "https://github.com/makingglitches/GooglePhotoDownload/issues/6", 401,
            body:
                #"{"error":{"code":401,"message":"Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.","status":"UNAUTHENTICATED"}}"#,
            .revoked),
        RealWorldCase(
            "Google API: no token", "https://github.com/googleapis/google-api-php-client/issues/2479", 401,
            body:
                #"{"error":{"code":401,"message":"Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.","status":"UNAUTHENTICATED"}}"#,
            .missing),
        RealWorldCase(
            "Google STS: condition",
            "https://github.com/terraform-google-modules/terraform-example-foundation/issues/1362", 400,
            body:
                #"{"error":"unauthorized_client","error_description":"The given credential is rejected by the attribute condition."}"#,
            .subject),
        RealWorldCase(
            "Cloud Functions and Cloud Run: token, or its audience",
            "https://github.com/googleapis/google-auth-library-ruby/issues/306", 401,
            challenge: #"Bearer error="invalid_token" error_description="The access token could not be verified""#,
            .revoked),
        RealWorldCase(
            "Databricks: token", "https://github.com/databricks/databricks-sdk-go/issues/917", 403,
            body: #"{"error_code":403,"message":"Invalid access token."}"#, .revoked),
        RealWorldCase(
            "A national health service: iat", "https://github.com/ministero-salute/it-fse-support/issues/971", 401,
            body: "401 - 'iat' token claim is in the future", .clock),
        RealWorldCase(
            "Databricks: expired", "https://github.com/databricks/databricks-sdk-go/issues/1061", 403,
            body: #"{"error_code":403,"message":"JWT has expired"}"#, .expired),
        RealWorldCase(
            "Snowflake: expired", "https://github.com/rinsed-org/rb-snowflake-client/issues/170", 401,
            body: #"{ "code" : "390198", "message" : "Keypair access token expired. ...VUrmjSFgTw" }"#, .expired),
        RealWorldCase(
            "Entra ID: expired", "https://github.com/risingwavelabs/risingwave/issues/17123", 401,
            body:
                #"{"error":"invalid_client","error_description":"AADSTS700024: Client assertion is not within its valid time range. Current time: 2024-06-04T11:40:28.3451933Z, assertion valid from 2024-06-04T09:20:46.0000000Z, expiry time of assertion 2024-06-04T10:20:46.0000000Z."}"#,
            .expired),
        RealWorldCase(
            "Google STS: the request's own audience",
            "https://github.com/google-github-actions/auth/issues/211", 400,
            body:
                #"{"error":"invalid_request","error_description":"Invalid value for \"audience\". This value should be the full resource name of the Identity Provider."}"#,
            .parameter),
        RealWorldCase(
            "Google STS: no such provider", "https://github.com/google-github-actions/auth/issues/370", 400,
            body:
                #"{"error":"invalid_target","error_description":"The target service indicated by the \"audience\" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn't exist."}"#,
            .parameter),
        RealWorldCase(
            "Google STS: long subject", googleActions + "#subject-exceeds-the-127-byte-limit", 400,
            body:
                #"{"error":"invalid_request","error_description":"The size of mapped attribute exceeds the 127 bytes limit."}"#,
            .subject),
        RealWorldCase(
            "Google STS: issuer", googleActions + "#issuer-in-id-token-does-not-match-the-expected-ones", 400,
            body:
                #"{"error":"invalid_grant","error_description":"The issuer in ID Token https://github.example.net/_services/token does not match the expected ones: https://token.actions.githubusercontent.com/"}"#,
            .issuer),
        RealWorldCase(
            "Google STS: issuer of no provider",
            "https://github.com/terraform-google-modules/terraform-google-github-actions-runners/issues/40", 400,
            body:
                #"{"error":"invalid_grant","error_description":"Specified identity issuer https://token.actions.githubusercontent.com not found in the configured identity providers."}"#,
            .issuer),
        RealWorldCase(
            "Google STS: issuer that cannot be asked",
            "https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver/pull/1471", 400,
            body:
                #"{"error":"invalid_grant","error_description":"Error connecting to the given credential's issuer."}"#,
            .issuer),
        RealWorldCase(
            "Firebase: old", "https://github.com/firebase/firebase-android-sdk/issues/4823", 400,
            body:
                "The supplied auth credential is malformed or has expired. [ ID Token issued at 1647450573 is stale to sign-in. ]",
            .expired),
    ]

    /// Its answers are those of Google's STS, which gives 400 for whatever it refuses (RFC 6749, section 5.2).
    private static let googleActions =
        "https://github.com/google-github-actions/auth/blob/1aa1cd4a57a7c2dfb8cf2c26ea0aa5a6f0ffad82/docs/TROUBLESHOOTING.md"

    static let standards: [RealWorldCase] = [
        RealWorldCase(
            "RFC 6750: a request that cannot be read", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1", 400,
            challenge: #"Bearer realm="example", error="invalid_request""#, .malformed),
        RealWorldCase(
            "RFC 6750: expired", "https://www.rfc-editor.org/rfc/rfc6750#section-3", 401,
            challenge: #"Bearer realm="example", error="invalid_token", error_description="The access token expired""#,
            .expired),
        RealWorldCase(
            "RFC 6750: scope", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1", 403,
            challenge: #"Bearer realm="example", error="insufficient_scope", scope="invoices.read""#, .scope),
    ]
}
