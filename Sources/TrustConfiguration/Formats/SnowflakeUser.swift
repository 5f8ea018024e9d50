/// A service user with a workload identity.
///
/// https://docs.snowflake.com/en/sql-reference/sql/alter-user-add-workload-identity
struct SnowflakeUser {
    private let subject: TrustSubject

    init(_ subject: TrustSubject) { self.subject = subject }

    var text: String {
        """
        CREATE USER IF NOT EXISTS aws_workload TYPE = SERVICE;
        ALTER USER aws_workload ADD WORKLOAD IDENTITY aws_web_identity
          TYPE = OIDC
          ISSUER = \(Quoting.sql(subject.issuer))
          SUBJECT = \(Quoting.sql(subject.subject))
          OIDC_AUDIENCE_LIST = (\(subject.audiences.map(Quoting.sql).joined(separator: ", ")));
        """
    }
}
