package berth.control.ecs.service.api;

import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleHook.TargetType;
import berth.control.ecs.service.model.LifecycleStage;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a lifecycle hook must be like.
///
/// Differs from ECS: the target of an AWS_LAMBDA hook is a URL that stands for the function, for there is no
/// Lambda here.
final class HookChecks {
    private static final int OF_A_KIND = 10;
    private static final int LONGEST_URL = 2048;
    private static final int LARGEST_DETAILS = 64 * 1024;
    private static final int LONGEST_CALL_MINUTES = 1440;
    private static final int LONGEST_PAUSE_MINUTES = 20_160;

    private HookChecks() {}

    /// @throws berth.kernel.FaultException InvalidParameterException
    static void check(List<LifecycleHook> hooks) {
        for (TargetType type : TargetType.values()) {
            long count =
                    hooks.stream().filter(hook -> hook.targetType() == type).count();
            if (count > OF_A_KIND) {
                throw invalid("A service can have at most %d lifecycle hooks of type %s, had %d."
                        .formatted(OF_A_KIND, type, count));
            }
        }
        hooks.forEach(HookChecks::check);
    }

    private static void check(LifecycleHook hook) {
        if (hook.stages().isEmpty()) {
            throw invalid("lifecycleStages cannot be empty.");
        }
        switch (hook.targetType()) {
            case AWS_LAMBDA -> function(hook);
            case PAUSE -> pause(hook);
        }
    }

    private static void function(LifecycleHook hook) {
        for (LifecycleStage stage : hook.stages()) {
            if (!stage.hooked()) {
                throw invalid("Invalid lifecycle stage provided for Lambda Hook");
            }
        }
        url(ServiceChecks.required(hook.target(), "hookTargetArn"));
        minutes(hook, LONGEST_CALL_MINUTES);
        String details = hook.details();
        if (details != null && (!details.startsWith("{") || details.length() > LARGEST_DETAILS)) {
            throw invalid("hookDetails must be a JSON object of at most %d characters.".formatted(LARGEST_DETAILS));
        }
    }

    private static void pause(LifecycleHook hook) {
        for (LifecycleStage stage : hook.stages()) {
            if (!stage.pausable()) {
                throw invalid("Invalid lifecycle stage provided for Pause Hook");
            }
        }
        absent(hook.target(), "hookTargetArn");
        absent(hook.roleArn(), "roleArn");
        absent(hook.details(), "hookDetails");
        minutes(hook, LONGEST_PAUSE_MINUTES);
    }

    private static void absent(@Nullable String given, String field) {
        if (given != null && !given.isEmpty()) {
            throw invalid(field + " is not allowed for a PAUSE hook.");
        }
    }

    private static void minutes(LifecycleHook hook, int most) {
        DeploymentConfigurationMapper.within("timeoutInMinutes", hook.timeoutMinutes(), 1, most);
    }

    private static void url(String target) {
        if (Arn.looksLike(target)) {
            throw invalid(
                    "Berth does not support the hookTargetArn %s: there is no Lambda to call. Give the URL of an HTTP"
                                    .formatted(target)
                            + " server that stands for the function, for example http://127.0.0.1:9000/check: it gets the"
                            + " payload by POST and answers with {\"hookStatus\": \"SUCCEEDED\"}.");
        }
        if (!isCallable(target)) {
            throw invalid("hookTargetArn must be a URL with http or https, a host, and no credentials, was %s."
                    .formatted(target));
        }
    }

    private static boolean isCallable(String target) {
        try {
            URI uri = new URI(target);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && target.length() <= LONGEST_URL;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static RuntimeException invalid(String message) {
        return Fault.invalidParameter(message).raise();
    }
}
