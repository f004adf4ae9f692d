package berth.control.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rows as JSON and back.
///
/// The form is that of [RecordJson]. A member that is unknown when reading fails: a newer Berth wrote this data
/// directory.
public final class Bodies {
    private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {};

    private final Map<String, Kind<?>> kinds = new TreeMap<>();
    private final ObjectMapper mapper;

    public Bodies(List<Kind<?>> kinds) {
        for (Kind<?> kind : kinds) {
            berth.kernel.Invariants.check(
                    this.kinds.put(kind.name(), kind) == null, "two kinds are named %s", kind.name());
        }
        this.mapper = RecordJson.mapper();
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
}
