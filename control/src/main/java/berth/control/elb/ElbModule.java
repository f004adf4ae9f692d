package berth.control.elb;

import berth.control.Module;
import java.util.List;

/// What load balancers contribute: five tables.
public final class ElbModule {
    private ElbModule() {}

    public static Module module() {
        return new Module(
                List.of(
                        ElbViews.LOAD_BALANCERS,
                        ElbViews.LISTENERS,
                        ElbViews.RULES,
                        ElbViews.TARGET_GROUPS,
                        ElbViews.TARGETS),
                List.of(),
                List.of());
    }
}
