@testable import Diagnosis

/// What the libraries of Java and of .NET say, and the frameworks above them.
extension RealWorldCase {
    private static let spring =
        "https://github.com/spring-projects/spring-security/blob/20aa8bef2577fe3ad3dcdb7103be9e2edff8b20e/oauth2/oauth2-jose/src/main/java/org/springframework/security/oauth2/jwt/JwtTimestampValidator.java"
    /// Its own default is RS256 alone:
    /// https://docs.spring.io/spring-security/reference/servlet/oauth2/resource-server/jwt.html
    private static let springAlgorithm = "https://github.com/logto-io/logto/issues/4910"
    private static let springRejection =
        #"Bearer error="invalid_token", error_description="An error occurred while attempting to decode the Jwt: Signed JWT rejected: Another algorithm expected, or no matching key(s) found", error_uri="https://tools.ietf.org/html/rfc6750#section-3.1""#

    static let javaLibraries: [RealWorldCase] = [
        RealWorldCase(
            "Spring Security: algorithm", springAlgorithm, 401, algorithm: "ES384", challenge: springRejection,
            .algorithm),
        RealWorldCase(
            "Spring Security: key", springAlgorithm, 401, challenge: springRejection, .keys),
        RealWorldCase(
            "java-jwt: not yet", "https://github.com/auth0/java-jwt/issues/467", 401,
            body: "The Token can't be used before Mon Dec 28 14:31:54 CST 2020.", .clock),
        RealWorldCase(
            "jjwt: expired", "https://github.com/databricks/terraform-provider-databricks/issues/2522", 401,
            body:
                "Error while parsing token: io.jsonwebtoken.ExpiredJwtException: JWT expired at 2023-03-02T21:43:10Z. Current time: 2023-07-27T15:45:29Z, a difference of 12679339053 milliseconds.  Allowed clock skew: 0 milliseconds",
            .expired),
        RealWorldCase(
            "jjwt: not before", "https://github.com/zaguiini/react-native-pure-jwt/issues/11", 401,
            body:
                "JWT must not be accepted before 2019-08-25T15:33:52Z. Current time: 2019-08-25T15:33:49Z, a difference of 2378 milliseconds. Allowed clock skew: 0 milliseconds.",
            .clock),
        RealWorldCase(
            "Spring Security: expired", spring, 401,
            challenge:
                #"Bearer error="invalid_token", error_description="An error occurred while attempting to decode the Jwt: Jwt expired at 2026-11-21T15:24:18Z", error_uri="https://tools.ietf.org/html/rfc6750#section-3.1""#,
            .expired),
        RealWorldCase(
            "Spring Security: not before", spring, 401,
            challenge:
                #"Bearer error="invalid_token", error_description="An error occurred while attempting to decode the Jwt: Jwt used before 2026-11-21T15:24:18Z""#,
            .clock),
    ]

    private static let aspNet =
        "https://github.com/dotnet/aspnetcore/blob/02d05b5a0e79a7e71e24814e1e6e5964fbd31044/src/Security/Authentication/JwtBearer/src/JwtBearerHandler.cs"
    private static let identityModel =
        "https://github.com/AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet/blob/006b7f138bcdc90f907b1b261f938c94156e83da/src/Microsoft.IdentityModel.Tokens/LogMessages.cs"

    static let microsoft: [RealWorldCase] = [
        RealWorldCase(
            "ASP.NET Core: audience", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The audience is invalid""#, .audience),
        RealWorldCase(
            "ASP.NET Core, since 3.0: audience", "https://github.com/dotnet/aspnetcore/issues/54513", 401,
            challenge:
                #"Bearer error="invalid_token", error_description="The audience '00000003-0000-0000-c000-000000000000' is invalid""#,
            .audience),
        RealWorldCase(
            "ASP.NET Core: issuer", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The issuer is invalid""#, .issuer),
        RealWorldCase(
            "ASP.NET Core: expired", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The token is expired""#, .expired),
        RealWorldCase(
            "ASP.NET Core: not yet", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The token is not valid yet""#, .clock),
        RealWorldCase(
            "ASP.NET Core: key", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The signature key was not found""#, .keys),
        RealWorldCase(
            "ASP.NET Core: signature", aspNet, 401,
            challenge: #"Bearer error="invalid_token", error_description="The signature is invalid""#, .signature),
        RealWorldCase(
            "Microsoft.IdentityModel: audience", identityModel, 401,
            body:
                #"{"statusCode":401,"message":"IDX10214: Audience validation failed. Audiences: 'https://billing.example.net'. Did not match: validationParameters.ValidAudience: 'api://x'"}"#,
            .audience),
        RealWorldCase(
            "Microsoft.IdentityModel: no audience", identityModel, 401,
            body: "IDX10206: Unable to validate audience. The 'audiences' parameter is empty.", .audience),
        RealWorldCase(
            "Microsoft.IdentityModel: no audience to compare with", identityModel, 401,
            body:
                "IDX10208: Unable to validate audience. validationParameters.ValidAudience is null or whitespace and validationParameters.ValidAudiences is null.",
            .audience),
        RealWorldCase(
            "Microsoft.IdentityModel: issuer", identityModel, 401,
            body:
                "IDX10205: Issuer validation failed. Issuer: 'https://a'. Did not match: validationParameters.ValidIssuer: 'https://b' or validationParameters.ValidIssuers: 'null'.",
            .issuer),
        RealWorldCase(
            "Microsoft.IdentityModel: signature", identityModel, 401,
            body:
                "IDX10511: Signature validation failed. Keys tried: 'System.Text.StringBuilder'. \nkid: 'RSA_0'. \nExceptions caught:\n ''.",
            .signature),
        RealWorldCase(
            "Microsoft.IdentityModel: signature, without a kid", identityModel, 401,
            body: "IDX10503: Signature validation failed. Keys tried: ''.\nExceptions caught:\n ''.", .signature),
        RealWorldCase(
            "Microsoft.IdentityModel: no keys", identityModel, 401,
            body: "IDX10500: Signature validation failed. No security keys were provided to validate the signature.",
            .keys),
        RealWorldCase(
            "Microsoft.IdentityModel: algorithm", identityModel, 401,
            body: "IDX10640: Algorithm is not supported: 'ES384'.", .algorithm),
        RealWorldCase(
            "Microsoft.IdentityModel: expired", identityModel, 401,
            body:
                "IDX10223: Lifetime validation failed. The token is expired. ValidTo: '11/21/2026', Current time: '11/21/2026'.",
            .expired),
        RealWorldCase(
            "Microsoft.IdentityModel: not yet", identityModel, 401,
            body:
                "IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom: '11/21/2026', Current time: '11/21/2026'.",
            .clock),
        RealWorldCase(
            "Microsoft.IdentityModel: key", identityModel, 401,
            body: "IDX10501: Signature validation failed. Unable to match key: kid: 'RSA_0'.", .keys),
    ]
}
