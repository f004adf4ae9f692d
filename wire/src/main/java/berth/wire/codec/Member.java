package berth.wire.codec;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/// One member of a [Shape], or the element of a list or map: its type, its names on the wire, what it holds.
final class Member {
    private final SdkField<?> field;
    private final MarshallingKnownType type;
    private final SerializableString jsonName;
    private final @Nullable ListTrait list;
    private final @Nullable MapTrait map;
    private final @Nullable Member element;
    private final TimestampFormatTrait.@Nullable Format timestampFormat;
    private final boolean generated;
    private volatile @Nullable Shape shape;

    Member(SdkField<?> field) {
        this.field = field;
        this.type = field.marshallingType().getKnownType();
        this.jsonName = new SerializedString(field.locationName());
        this.list = field.getTrait(ListTrait.class);
        this.map = field.getTrait(MapTrait.class);
        this.element = elementOf(list, map);
        TimestampFormatTrait format = field.getTrait(TimestampFormatTrait.class);
        this.timestampFormat = format == null ? null : format.format();
        this.generated = field.containsTrait(DefaultValueTrait.class);
    }

    private static @Nullable Member elementOf(@Nullable ListTrait list, @Nullable MapTrait map) {
        if (list != null) {
            return new Member(list.memberFieldInfo());
        }
        return map == null ? null : new Member(map.valueFieldInfo());
    }

    MarshallingKnownType type() {
        return type;
    }

    /// The member's name in JSON; in a form of the query protocols too.
    String name() {
        return jsonName.getValue();
    }

    SerializableString jsonName() {
        return jsonName;
    }

    /// The member's name in XML; EC2's differs from its name in a form.
    String xmlName() {
        return field.unmarshallLocationName();
    }

    /// What a list or a map holds.
    Member element() {
        Member known = element;
        if (known == null) {
            throw new IllegalStateException(name() + " is no list and no map");
        }
        return known;
    }

    /// The list's own traits; only for lists.
    ListTrait list() {
        ListTrait known = list;
        if (known == null) {
            throw new IllegalStateException(name() + " is no list");
        }
        return known;
    }

    /// The map's own traits; only for maps.
    MapTrait map() {
        MapTrait known = map;
        if (known == null) {
            throw new IllegalStateException(name() + " is no map");
        }
        return known;
    }

    /// How the model wants an instant written; `otherwise` where it doesn't say.
    TimestampFormatTrait.Format timestampFormat(TimestampFormatTrait.Format otherwise) {
        TimestampFormatTrait.Format known = timestampFormat;
        return known == null ? otherwise : known;
    }

    /// The shape of a structure; found late, because shapes may contain themselves.
    Shape shape() {
        Shape known = shape;
        if (known == null) {
            known = Shape.of(newBuilder());
            shape = known;
        }
        return known;
    }

    /// A fresh builder of the structure.
    SdkPojo newBuilder() {
        return field.constructor().get();
    }

    void set(SdkPojo builder, Object value) {
        field.set(builder, value);
    }

    /// True for an idempotency token, which a client makes up when it is not given.
    boolean isGenerated() {
        return generated;
    }

    /// The member's value in `pojo`. The SDK invents a value for idempotency tokens that are unset; here they stay
    /// unset.
    @Nullable
    Object value(SdkPojo pojo) {
        if (generated && pojo instanceof SdkRequest request) {
            return request.getValueForField(field.memberName(), Object.class).orElse(null);
        }
        return field.getValueOrDefault(pojo);
    }
}
