package berth.control.ecs.setting.model;

/// What was chosen for one setting.
///
/// @param setting the name on the wire, for example `containerInsights`
/// @param principal ARN of the user or role that it is for; that of the root user: for all who have none of their own
public record AccountSetting(String setting, String principal, String value) {

    /// The key of its row.
    public String name() {
        return setting + '/' + principal;
    }
}
