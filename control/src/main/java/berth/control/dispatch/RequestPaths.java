package berth.control.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;

/// The members of the SDK's model classes as paths: names on the wire joined by dots.
///
/// A leaf is what holds no structure: a text, a number, a list of texts, a map.
public final class RequestPaths {
    private RequestPaths() {}

    /// Every leaf of a request class, in the model's order.
    public static List<String> leaves(Class<? extends SdkPojo> request) {
        List<String> leaves = new ArrayList<>();
        gather(builder(request), "", new ArrayList<>(), leaves);
        return List.copyOf(leaves);
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    static boolean isAtOrBelow(String path, String ancestor) {
        return path.startsWith(ancestor)
                && (path.length() == ancestor.length() || path.charAt(ancestor.length()) == '.');
    }

    static List<Member> members(SdkPojo pojo) {
        return pojo.sdkFields().stream().<Member>map(Member::new).toList();
    }

    private static void gather(SdkPojo shape, String path, List<Class<?>> above, List<String> leaves) {
        if (above.contains(shape.getClass())) {
            leaves.add(path);
            return;
        }
        above.add(shape.getClass());
        for (SdkField<?> field : shape.sdkFields()) {
            String below = join(path, field.locationName());
            SdkPojo structure = structureIn(field);
            if (structure == null) {
                leaves.add(below);
            } else {
                gather(structure, below, above, leaves);
            }
        }
        above.removeLast();
    }

    /// The structure that a field holds, or a list of which it holds; null for a leaf.
    private static @Nullable SdkPojo structureIn(SdkField<?> field) {
        ListTrait list = field.getTrait(ListTrait.class);
        if (list != null) {
            return structureIn(list.memberFieldInfo());
        }
        boolean structure = field.marshallingType().getKnownType() == MarshallingKnownType.SDK_POJO;
        return structure ? field.constructor().get() : null;
    }

    private static SdkPojo builder(Class<? extends SdkPojo> type) {
        try {
            return (SdkPojo) type.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " is not a model class of the SDK", e);
        }
    }

    /// One member of a structure.
    record Member(SdkField<?> field) {
        String name() {
            return field.locationName();
        }

        /// The member's value. The SDK makes up idempotency tokens that are unset; here they stay unset.
        @Nullable
        Object value(SdkPojo pojo) {
            if (field.containsTrait(DefaultValueTrait.class) && pojo instanceof SdkRequest request) {
                return request.getValueForField(field.memberName(), Object.class)
                        .orElse(null);
            }
            return field.getValueOrDefault(pojo);
        }
    }
}
