package berth.control.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records as JSON.
///
/// Records need no annotations: components are the members, absent means null, instants and durations are
/// ISO-8601, and a sealed interface is written with the simple name of its record under `@`. A member that is
/// unknown when reading fails.
public final class RecordJson {
    private RecordJson() {}

    /// A mapper of the caller's own, which may be configured further.
    public static ObjectMapper mapper() {
        return JsonMapper.builder()
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
