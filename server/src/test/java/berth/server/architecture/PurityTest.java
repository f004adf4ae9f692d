package berth.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Time, chance, threads and order are passed in: nothing that decides asks for them, so that a simulated run can be
/// repeated. Each ban names what to use instead.
class PurityTest {
    private static final List<String> PURE = List.of(
            "berth.kernel",
            "berth.wire",
            "berth.routing",
            "berth.control",
            "berth.agent",
            "berth.proxy.rules",
            "berth.proxy.choice",
            "berth.proxy.health",
            "berth.proxy.table");
    private static final List<String> ADAPTERS = List.of("berth.agent.docker");

    /// Classes that look things up by key on the path of every call and never iterate.
    private static final List<String> LOOKUPS = List.of("berth.wire.codec.Shape");

    /// @param owner the JDK class
    /// @param member a method's name, `new` for a constructor, or `*` for any
    /// @param instead what to do
    private record Ban(String owner, String member, String instead) {
        boolean forbids(JavaAccess<?> access) {
            String name = access.getTarget().getName();
            String called = name.equals("<init>") ? "new" : name;
            return access.getTargetOwner().getName().equals(owner) && (member.equals("*") || member.equals(called));
        }
    }

    private static final String TIME = "take `now` from the decision's Context, or a berth.kernel.Clock in an adapter";
    private static final String CHANCE = "draw from the Context's Ids, or from a berth.kernel.Rng";
    private static final String THREADS = "give the work to a berth.kernel.Loop";
    private static final String ORDER =
            "iteration differs from one JVM to the next: use List, TreeMap, TreeSet, LinkedHashMap or EnumMap";

    private static final List<Ban> BANS = List.of(
            new Ban("java.time.Instant", "now", TIME),
            new Ban("java.time.LocalDate", "now", TIME),
            new Ban("java.time.LocalDateTime", "now", TIME),
            new Ban("java.time.OffsetDateTime", "now", TIME),
            new Ban("java.time.ZonedDateTime", "now", TIME),
            new Ban("java.time.Clock", "*", TIME),
            new Ban("java.lang.System", "currentTimeMillis", TIME),
            new Ban("java.lang.System", "nanoTime", TIME),
            new Ban("java.util.Date", "new", TIME),
            new Ban("java.lang.Math", "random", CHANCE),
            new Ban("java.util.Random", "*", CHANCE),
            new Ban("java.security.SecureRandom", "*", CHANCE),
            new Ban("java.util.SplittableRandom", "*", CHANCE),
            new Ban("java.util.concurrent.ThreadLocalRandom", "*", CHANCE),
            new Ban("java.util.UUID", "randomUUID", CHANCE),
            new Ban("java.util.Collections", "shuffle", CHANCE),
            new Ban("java.lang.Thread", "new", THREADS),
            new Ban("java.lang.Thread", "sleep", THREADS),
            new Ban("java.lang.Thread", "ofPlatform", THREADS),
            new Ban("java.lang.Thread", "ofVirtual", THREADS),
            new Ban("java.lang.Thread", "startVirtualThread", THREADS),
            new Ban("java.util.concurrent.Executors", "*", THREADS),
            new Ban("java.util.Timer", "*", THREADS),
            new Ban("java.util.concurrent.CompletableFuture", "supplyAsync", THREADS),
            new Ban("java.util.concurrent.CompletableFuture", "runAsync", THREADS),
            new Ban("java.util.Collection", "parallelStream", THREADS),
            new Ban("java.util.HashMap", "new", ORDER),
            new Ban("java.util.HashSet", "new", ORDER),
            new Ban("java.util.IdentityHashMap", "new", ORDER),
            new Ban("java.util.WeakHashMap", "new", ORDER),
            new Ban("java.util.concurrent.ConcurrentHashMap", "new", ORDER),
            new Ban("java.util.Map", "of", ORDER),
            new Ban("java.util.Map", "ofEntries", ORDER),
            new Ban("java.util.Map", "copyOf", ORDER),
            new Ban("java.util.Set", "of", ORDER),
            new Ban("java.util.Set", "copyOf", ORDER),
            new Ban("java.util.stream.Collectors", "toSet", ORDER),
            new Ban("java.util.stream.Collectors", "toUnmodifiableSet", ORDER),
            new Ban("java.util.stream.Collectors", "toUnmodifiableMap", ORDER));

    @Test
    void nothingThatDecidesAsksForTimeChanceThreadsOrUnorderedCollections() {
        assertThat(violations(PurityTest::isPure)).isEmpty();
    }

    @Test
    void collectorsThatMakeMapsAreGivenAnOrderedOne() {
        List<String> found = new ArrayList<>();
        for (JavaClass type : Modules.ALL) {
            if (isPure(type)) {
                type.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().getName().equals("java.util.stream.Collectors"))
                        .filter(call -> makesUnorderedMap(
                                call.getTarget().getName(),
                                call.getTarget().getRawParameterTypes().size()))
                        .forEach(call ->
                                found.add(call.getDescription() + "\n    -> pass TreeMap::new or LinkedHashMap::new"));
            }
        }
        assertThat(found).isEmpty();
    }

    /// The ban list is of use only if it finds what it names: the adapters do use clocks and threads.
    @Test
    void theBansFindWhatAdaptersDo() {
        assertThat(violations(type -> type.getPackageName().startsWith("berth.server")))
                .anyMatch(found -> found.contains("Instant.now"))
                .anyMatch(found -> found.contains("System.nanoTime"))
                .anyMatch(found -> found.contains("java.security.SecureRandom"))
                .anyMatch(found -> found.contains("Thread.ofPlatform"))
                .anyMatch(found -> found.contains("java.util.Set.of"));
    }

    private static List<String> violations(Predicate<JavaClass> where) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : Modules.ALL) {
            if (where.test(type)) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    BANS.stream()
                            .filter(ban -> ban.forbids(access))
                            .filter(ban -> !(ban.instead.equals(ORDER) && LOOKUPS.contains(type.getName())))
                            .forEach(ban -> found.add(access.getDescription() + "\n    -> " + ban.instead));
                }
            }
        }
        return found;
    }

    private static boolean isPure(JavaClass type) {
        String name = type.getPackageName() + '.';
        return PURE.stream().anyMatch(pure -> name.startsWith(pure + '.'))
                && ADAPTERS.stream().noneMatch(adapter -> name.startsWith(adapter + '.'));
    }

    private static boolean makesUnorderedMap(String collector, int parameters) {
        return switch (collector) {
            case "toMap" -> parameters < 4;
            case "groupingBy" -> parameters < 3;
            case "groupingByConcurrent", "toConcurrentMap" -> true;
            default -> false;
        };
    }
}
