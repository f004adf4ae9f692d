package berth.wire.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// The members of a model class, in the model's order and by name. One per class, kept.
final class Shape {
    private static final ConcurrentMap<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private final List<Member> members;
    private final Map<String, Member> byName;

    private Shape(SdkPojo pojo) {
        this.members = pojo.sdkFields().stream().map(Member::new).toList();
        this.byName = new HashMap<>(members.size() * 2);
        for (Member member : members) {
            byName.put(member.name(), member);
        }
    }

    /// The shape of an object of the model, or of its builder.
    static Shape of(SdkPojo pojo) {
        Shape known = SHAPES.get(pojo.getClass());
        return known != null ? known : SHAPES.computeIfAbsent(pojo.getClass(), type -> new Shape(pojo));
    }

    List<Member> members() {
        return members;
    }

    @Nullable
    Member member(String name) {
        return byName.get(name);
    }
}
