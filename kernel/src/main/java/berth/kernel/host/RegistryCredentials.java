package berth.kernel.host;

/// User name and password for one pull. Never logged: [#toString] hides both.
public record RegistryCredentials(String username, String password) {
    @Override
    public String toString() {
        return "RegistryCredentials[hidden]";
    }
}
