package berth.control.ecs.service.api;

import berth.kernel.Fault;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words of a request that stand for one of a few values.
final class Words {
    private Words() {}

    /// The value that `word` stands for; `otherwise` where there is none.
    ///
    /// @param path the member, for the error
    /// @throws berth.kernel.FaultException InvalidParameterException
    static <E extends Enum<E>> E of(Class<E> type, String path, @Nullable String word, E otherwise) {
        return word == null || word.isEmpty() ? otherwise : find(type, path, word, Enum::name);
    }

    static <E extends Enum<E>> E required(Class<E> type, String path, @Nullable String word, Function<E, String> name) {
        return find(type, path, ServiceChecks.required(word, path), name);
    }

    private static <E extends Enum<E>> E find(Class<E> type, String path, String word, Function<E, String> name) {
        E[] values = type.getEnumConstants();
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> Fault.invalidParameter("%s must be one of %s, was '%s'."
                                .formatted(
                                        path, Arrays.stream(values).map(name).collect(Collectors.joining(", ")), word))
                        .raise());
    }
}
