package berth.server.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;

/// Sets of our packages, for rules.
final class Packages {
    private static final String ROOT = "berth.";

    private Packages() {}

    /// Our classes outside of the named packages and what is below them.
    static DescribedPredicate<JavaClass> ofBerthOtherThan(String... allowed) {
        List<String> prefixes = Arrays.stream(allowed)
                .map(name -> ROOT + (name.endsWith(".") ? name.substring(0, name.length() - 1) : name))
                .toList();
        return DescribedPredicate.describe(
                "are of berth and not of " + prefixes,
                type -> type.getPackageName().startsWith(ROOT)
                        && prefixes.stream().noneMatch(prefix -> isWithin(type, prefix)));
    }

    static DescribedPredicate<JavaClass> notAModel() {
        return DescribedPredicate.describe("are no model", type -> !hasPart(type, "model"));
    }

    static DescribedPredicate<JavaClass> notAPlan() {
        return DescribedPredicate.describe("are no plan", type -> !hasPart(type, "plan"));
    }

    static DescribedPredicate<JavaClass> notAView() {
        return DescribedPredicate.describe(
                "are no view", type -> !type.getSimpleName().endsWith("Views"));
    }

    static DescribedPredicate<JavaClass> notTheSettings() {
        return DescribedPredicate.describe(
                "are not the settings", type -> !type.getName().equals("berth.control.Settings"));
    }

    /// What reaches outside, and the writer.
    static DescribedPredicate<JavaClass> ports() {
        List<String> names = List.of(
                "berth.control.store.Store",
                "berth.control.store.Writer",
                "berth.control.logs.LogStore",
                "berth.control.reconcile.Invoke",
                "berth.kernel.Clock",
                "berth.kernel.Loop",
                "berth.kernel.host.HostChannel",
                "berth.routing.ProxyChannel");
        return DescribedPredicate.describe("are ports", type -> names.contains(type.getName()));
    }

    /// Operations, plans and reconcilers of a noun; not its records, nor its views.
    static DescribedPredicate<JavaClass> partsWithRules(String noun) {
        return DescribedPredicate.describe(
                "have rules of " + noun,
                type -> isWithin(type, noun)
                        && !hasPart(type, "model")
                        && !type.getSimpleName().endsWith("Views"));
    }

    private static boolean isWithin(JavaClass type, String prefix) {
        String name = type.getPackageName();
        return name.equals(prefix) || name.startsWith(prefix + '.');
    }

    private static boolean hasPart(JavaClass type, String part) {
        return Arrays.asList(type.getPackageName().split("\\.")).contains(part);
    }
}
