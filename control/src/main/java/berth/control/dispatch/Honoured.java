package berth.control.dispatch;

import berth.kernel.Fault;
import berth.kernel.Invariants;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// What one operation honours of its request; everything else that carries a value is refused by name.
///
/// Paths are the names on the wire joined by dots, without indexes: `containerDefinitions.portMappings.hostPort`.
/// Naming a structure honours all that is in it. Null, an empty text, list or map, and a structure without any
/// value carry nothing: clients send them for what they leave out.
///
/// ```
/// private static final Honoured HONOURED = Honoured.of(RunTaskRequest.class, "cluster", "taskDefinition",
/// "count") .accepting("enableExecuteCommand", false) .refusing("tags", "tags are not kept");
/// HONOURED.check(request); ```
///
/// Answers InvalidParameterException: `Berth does not support tags[0].key yet: tags are not kept. ...`
///
/// Differs from ECS: ECS has all these fields. A field that is accepted without its effect would be a lie.
public final class Honoured {
    private final Class<? extends SdkPojo> request;
    private final List<String> honoured;
    private final TreeMap<String, Object> accepted;
    private final TreeMap<String, String> refusals;
    private volatile @Nullable List<String> leaves;

    private Honoured(
            Class<? extends SdkPojo> request,
            List<String> honoured,
            TreeMap<String, Object> accepted,
            TreeMap<String, String> refusals) {
        this.request = request;
        this.honoured = honoured;
        this.accepted = accepted;
        this.refusals = refusals;
    }

    /// @param request the SDK's request class
    /// @param paths what is honoured; a path that the class doesn't have is a defect, which [#refused] finds
    public static Honoured of(Class<? extends SdkPojo> request, String... paths) {
        return of(request, List.of(paths));
    }

    public static Honoured of(Class<? extends SdkPojo> request, Collection<String> paths) {
        return new Honoured(request, List.copyOf(paths), new TreeMap<>(), new TreeMap<>());
    }

    /// Also honours these paths, which operations have in common.
    public Honoured and(Collection<String> paths) {
        List<String> more = new ArrayList<>(honoured);
        more.addAll(paths);
        return new Honoured(request, List.copyOf(more), accepted, refusals);
    }

    /// Also accepts one value of a path that is not honoured otherwise: the one that says what happens anyway.
    public Honoured accepting(String path, Object value) {
        TreeMap<String, Object> more = new TreeMap<>(accepted);
        more.put(path, value);
        return new Honoured(request, honoured, more, refusals);
    }

    /// Adds the reason to the refusal of a path and of all below it.
    public Honoured refusing(String path, String why) {
        TreeMap<String, String> more = new TreeMap<>(refusals);
        more.put(path, why);
        return new Honoured(request, honoured, accepted, more);
    }

    /// Every leaf of the request that is not honoured, in the model's order.
    ///
    /// Walks the whole model of the request, a thousand classes for the larger ones: not done before it is asked
    /// for, and fails then for every path that the model does not have.
    public List<String> refused() {
        return leaves().stream().filter(leaf -> !covers(leaf)).toList();
    }

    /// @throws berth.kernel.FaultException InvalidParameterException, naming the first field that is not honoured
    public void check(SdkPojo given) {
        check(given, "InvalidParameterException");
    }

    /// @param code what the service calls a wrong parameter
    /// @throws berth.kernel.FaultException with that code, naming the first field that is not honoured
    public void check(SdkPojo given, String code) {
        firstRefused(given).ifPresent(path -> {
            throw Fault.of(code, text(path)).raise();
        });
    }

    /// The first field, with indexes, that carries a value and is not honoured.
    public Optional<String> firstRefused(SdkPojo given) {
        return Optional.ofNullable(inStructure(given, "", ""));
    }

    private @Nullable String inStructure(SdkPojo given, String path, String shown) {
        for (RequestPaths.Member member : RequestPaths.members(given)) {
            String memberPath = RequestPaths.join(path, member.name());
            String found = inValue(member.value(given), memberPath, RequestPaths.join(shown, member.name()));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String inValue(@Nullable Object value, String path, String shown) {
        if (value == null || covers(path)) {
            return null;
        }
        return switch (value) {
            case SdkPojo structure -> inStructure(structure, path, shown);
            case Collection<?> list -> inList(list, path, shown);
            case Map<?, ?> map -> map.isEmpty() ? null : shown;
            case String text -> text.isEmpty() || text.equals(accepted.get(path)) ? null : shown;
            default -> value.equals(accepted.get(path)) ? null : shown;
        };
    }

    private @Nullable String inList(Collection<?> list, String path, String shown) {
        int index = 0;
        for (Object element : list) {
            String elementShown = shown + '[' + index++ + ']';
            if (!(element instanceof SdkPojo)) {
                return shown;
            }
            String found = inValue(element, path, elementShown);
            if (found != null) {
                return found;
            }
        }
        return list.isEmpty() || honoursSomethingBelow(path) ? null : shown;
    }

    private boolean covers(String path) {
        return honoured.stream().anyMatch(known -> RequestPaths.isAtOrBelow(path, known));
    }

    private boolean honoursSomethingBelow(String path) {
        return honoured.stream().anyMatch(known -> RequestPaths.isAtOrBelow(known, path));
    }

    private String text(String shown) {
        String path = shown.replaceAll("\\[\\d+]", "");
        List<String> whys = new ArrayList<>();
        refusals.forEach((refused, why) -> {
            if (RequestPaths.isAtOrBelow(path, refused)) {
                whys.add(why);
            }
        });
        String why = whys.isEmpty() ? "it would have no effect" : whys.getLast();
        return "Berth does not support %s yet: %s. Leave it out, or see docs/differences.md for what is supported."
                .formatted(shown, why);
    }

    private List<String> leaves() {
        List<String> known = leaves;
        if (known == null) {
            List<String> all = RequestPaths.leaves(request);
            for (Collection<String> paths : List.of(honoured, accepted.keySet(), refusals.keySet())) {
                paths.forEach(path -> known(path, all));
            }
            leaves = all;
            return all;
        }
        return known;
    }

    private void known(String path, List<String> all) {
        boolean known = all.stream().anyMatch(leaf -> RequestPaths.isAtOrBelow(leaf, path));
        Invariants.check(known, "%s has no field %s", request.getSimpleName(), path);
    }
}
