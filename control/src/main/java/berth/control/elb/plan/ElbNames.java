package berth.control.elb.plan;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rule for names of load balancers and target groups.
///
/// ELB: 1 to 32 letters, digits and hyphens, no hyphen at either end; a load balancer's does not begin with
/// `internal-`.
public final class ElbNames {
    private static final int MAX_LENGTH = 32;
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9-]+");

    private ElbNames() {}

    /// @throws berth.kernel.FaultException ValidationError
    public static String loadBalancer(@Nullable String name) {
        String checked = check("Load balancer", name);
        if (checked.startsWith("internal-")) {
            throw ElbFaults.validation("Load balancer name '%s' cannot begin with 'internal-'", checked)
                    .raise();
        }
        return checked;
    }

    /// @throws berth.kernel.FaultException ValidationError
    public static String targetGroup(@Nullable String name) {
        return check("Target group", name);
    }

    private static String check(String what, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw ElbFaults.validation("%s name must be specified", what).raise();
        }
        if (name.length() > MAX_LENGTH) {
            throw ElbFaults.validation("%s name '%s' cannot be longer than '%d' characters", what, name, MAX_LENGTH)
                    .raise();
        }
        if (!CHARACTERS.matcher(name).matches()) {
            throw ElbFaults.validation(
                            "%s name '%s' can only contain characters that are alphanumeric characters or hyphens(-)",
                            what, name)
                    .raise();
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            throw ElbFaults.validation("%s name '%s' cannot begin or end with a hyphen(-)", what, name)
                    .raise();
        }
        return name;
    }
}
