package berth.conformance;

/// With version 1 of the AWS CLI.
class AwsCliVersion1DockerTest extends AwsCliMainJob {
    @Override
    AwsCli cli(Berth berth) {
        return AwsCli.version1(berth);
    }
}
