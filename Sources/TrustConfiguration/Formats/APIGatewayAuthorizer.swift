/// A JWT authorizer for an HTTP API, as a CloudFormation template; SAM takes it as it is.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-authorizer-jwtconfiguration.html
struct APIGatewayAuthorizer {
    let subject: TrustSubject
    let note: String?

    var text: String {
        let properties: OrderedJSON = .object([
            ("ApiId", .object([("Ref", .string("HttpApiId"))])), ("Name", .string("aws-web-identity")),
            ("AuthorizerType", .string("JWT")), ("IdentitySource", .strings(["$request.header.Authorization"])),
            (
                "JwtConfiguration",
                .object([("Issuer", .string(subject.issuer)), ("Audience", .strings(subject.audiences))])
            ),
        ])
        let authorizer: OrderedJSON = .object([
            ("Type", .string("AWS::ApiGatewayV2::Authorizer")), ("Properties", properties),
        ])
        return OrderedJSON.object(
            [
                ("AWSTemplateFormatVersion", .string("2010-09-09"))
            ] + OrderedJSON.note("Description", note) + [
                ("Parameters", .object([("HttpApiId", .object([("Type", .string("String"))]))])),
                ("Resources", .object([("WebIdentityAuthorizer", authorizer)])),
            ]
        ).text
    }
}
