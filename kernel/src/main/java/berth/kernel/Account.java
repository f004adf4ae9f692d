package berth.kernel;

/// The account and region that a Berth speaks for, and the ARNs that follow from them.
public record Account(String id, String region) {

    /// The account and region of a Berth that was told nothing else.
    public static final Account DEFAULT = new Account("000000000000", "us-east-1");

    /// `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`.
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ':' + region + ':' + id + ':' + resource;
    }

    /// An ARN of ECS in its long form, for example `ecs("task", "my-cluster/0f3a…")`.
    public String ecs(String type, String name) {
        return arn("ecs", type + '/' + name);
    }
}
