package berth.control.elb.api;

import berth.kernel.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Requests whose members are set at random, from words that mean something and numbers around the limits.
final class RandomRequests {
    private static final List<Integer> NUMBERS =
            List.of(-1, 0, 1, 2, 5, 10, 80, 443, 999, 1000, 50_000, 50_001, 65_535, 65_536, Integer.MAX_VALUE);

    private final Rng rng;
    private final Supplier<List<String>> words;

    /// @param words asked for at each text, so that what exists by then is among them
    RandomRequests(Rng rng, Supplier<List<String>> words) {
        this.rng = rng;
        this.words = words;
    }

    <Q extends SdkPojo> Q request(Class<Q> type) {
        try {
            Object builder = type.getMethod("builder").invoke(null);
            fill((SdkPojo) builder, 0);
            return type.cast(((SdkBuilder<?, ?>) builder).build());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fill(SdkPojo builder, int depth) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (rng.chance(depth == 0 ? 0.7 : 0.5)) {
                Object value = value(field, depth);
                if (value != null) {
                    field.set(builder, value);
                }
            }
        }
    }

    private @org.jspecify.annotations.Nullable Object value(SdkField<?> field, int depth) {
        ListTrait list = field.getTrait(ListTrait.class);
        if (list != null) {
            List<Object> values = new ArrayList<>();
            for (int left = rng.nextInt(3); left > 0; left--) {
                Object value = value(list.memberFieldInfo(), depth + 1);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        }
        MarshallingKnownType type = field.marshallingType().getKnownType();
        return switch (type) {
            case STRING -> words.get().get(rng.nextInt(words.get().size()));
            case INTEGER -> NUMBERS.get(rng.nextInt(NUMBERS.size()));
            case BOOLEAN -> rng.chance(0.5);
            case SDK_BYTES -> SdkBytes.fromUtf8String("-----BEGIN CERTIFICATE-----");
            case SDK_POJO -> {
                SdkPojo builder = field.constructor().get();
                fill(builder, depth + 1);
                yield ((SdkBuilder<?, ?>) builder).build();
            }
            default -> null;
        };
    }
}
