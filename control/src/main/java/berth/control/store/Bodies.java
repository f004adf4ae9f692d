package berth.control.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rows as JSON and back.
///
/// Records need no annotations: components are the members, absent means null, instants and durations are
/// ISO-8601, and a sealed interface is written with the simple name of its record under `@`. A member that is
/// unknown when reading fails: a newer Berth wrote this data directory.
public final class Bodies {
    private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {};

    private final Map<String, Kind<?>> kinds = new TreeMap<>();
    private final ObjectMapper mapper;

    public Bodies(List<Kind<?>> kinds) {
        for (Kind<?> kind : kinds) {
            berth.kernel.Invariants.check(
                    this.kinds.put(kind.name(), kind) == null, "two kinds are named %s", kind.name());
        }
        this.mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .annotationIntrospector(new SealedTypes())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .build();
    }

    public @Nullable Kind<?> kind(String name) {
        return kinds.get(name);
    }

    public byte[] write(Record row) {
        try {
            return mapper.writeValueAsBytes(row);
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The change that a stored row stands for.
    ///
    /// @throws StoreException if the body doesn't fit its kind
    <T extends Record> Change put(Kind<T> kind, String id, byte[] body) {
        return new Change.Put<>(kind, id, read(kind, id, body));
    }

    private <T extends Record> T read(Kind<T> kind, String id, byte[] body) {
        try {
            Kind.Reader reader = kind.reader();
            return reader == null
                    ? mapper.readValue(body, kind.type())
                    : mapper.convertValue(reader.today(mapper.readValue(body, MEMBERS)), kind.type());
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException(
                    "the row %s %s can't be read; was it written by a newer Berth?".formatted(kind.name(), id), e);
        }
    }

    /// Names the records of a sealed interface by their simple names.
    private static final class SealedTypes extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable TypeResolverBuilder<?> findTypeResolver(
                MapperConfig<?> config, AnnotatedClass type, com.fasterxml.jackson.databind.JavaType baseType) {
            if (sealedAbove(type.getRawType()) == null) {
                return super.findTypeResolver(config, type, baseType);
            }
            return new StdTypeResolverBuilder()
                    .init(JsonTypeInfo.Id.NAME, null)
                    .inclusion(JsonTypeInfo.As.PROPERTY)
                    .typeProperty("@");
        }

        @Override
        public @Nullable List<NamedType> findSubtypes(com.fasterxml.jackson.databind.introspect.Annotated type) {
            Class<?> sealed = sealedAbove(type.getRawType());
            if (sealed == null) {
                return super.findSubtypes(type);
            }
            List<NamedType> named = new ArrayList<>();
            for (Class<?> sub : sealed.getPermittedSubclasses()) {
                named.add(new NamedType(sub, sub.getSimpleName()));
            }
            return named;
        }

        @Override
        public @Nullable String findTypeName(AnnotatedClass type) {
            return sealedAbove(type.getRawType()) == null
                    ? super.findTypeName(type)
                    : type.getRawType().getSimpleName();
        }

        private static @Nullable Class<?> sealedAbove(Class<?> type) {
            if (type.isInterface() && type.isSealed()) {
                return type;
            }
            for (Class<?> above : type.getInterfaces()) {
                if (above.isSealed()) {
                    return above;
                }
            }
            return null;
        }
    }
}
