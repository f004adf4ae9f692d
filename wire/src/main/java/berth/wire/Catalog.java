package berth.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Every operation of every [Service], whether Berth answers it yet or not.
///
/// The names are listed, one a line, in a resource of each service (`ecs.operations`), because the SDK's classes are
/// re-cased against the wire here and there: `AssumeRoleWithSAML AssumeRoleWithSaml` gives wire name and class stem. A
/// test holds the lists against the SDK's clients; a new SDK with a new operation fails it.
public final class Catalog {
    private static final Catalog SDK = new Catalog();

    private final Map<Service, Map<String, Operation>> operations = new EnumMap<>(Service.class);

    private Catalog() {
        for (Service service : Service.values()) {
            operations.put(service, Collections.unmodifiableMap(load(service)));
        }
    }

    /// The catalog of the SDK version that Berth is built with.
    public static Catalog sdk() {
        return SDK;
    }

    /// The operation that is called `name` on the wire (case counts, as at AWS); empty if AWS has none of that name.
    public Optional<Operation> operation(Service service, String name) {
        return Optional.ofNullable(of(service).get(name));
    }

    /// All operations of a service, sorted by name.
    public Collection<Operation> operations(Service service) {
        return of(service).values();
    }

    private Map<String, Operation> of(Service service) {
        return operations.getOrDefault(service, Collections.emptyMap());
    }

    private static Map<String, Operation> load(Service service) {
        Map<String, Operation> found = new LinkedHashMap<>();
        String resource = service.signingName() + ".operations";
        try (InputStream in = Catalog.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource berth/wire/" + resource + " is missing from the build");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(line -> !line.isBlank()).forEach(line -> {
                int space = line.indexOf(' ');
                String name = space < 0 ? line : line.substring(0, space);
                found.put(name, new Operation(service, name, line.substring(space + 1)));
            });
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read berth/wire/" + resource, failure);
        }
        return found;
    }
}
