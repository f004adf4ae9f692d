package berth.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The checked-in data that `src/test/fixtures/make_fixtures.py` made with botocore.
public final class Fixtures {
    private Fixtures() {}

    /// One request or reply of a file.
    public record Fixture(Map<String, Object> fields) {
        public String text(String name) {
            return (String) java.util.Objects.requireNonNull(fields.get(name), name);
        }

        public byte[] bytes(String name) {
            return Base64.getDecoder().decode(text(name));
        }

        public Headers headers() {
            List<Headers.Field> headers = new ArrayList<>();
            for (Object pair : (List<?>) java.util.Objects.requireNonNull(fields.get("headers"))) {
                List<?> both = (List<?>) pair;
                headers.add(new Headers.Field((String) both.get(0), (String) both.get(1)));
            }
            return new Headers(headers);
        }

        @Override
        public String toString() {
            return fields.containsKey("name") ? text("name") : text("service") + ':' + text("operation");
        }
    }

    /// All objects of `berth/wire/NAME.json`.
    public static List<Fixture> load(String name) {
        String resource = "/berth/wire/" + name + ".json";
        try (InputStream in = java.util.Objects.requireNonNull(Fixtures.class.getResourceAsStream(resource), resource);
                JsonParser parser = new JsonFactory().createParser(in)) {
            parser.nextToken();
            List<Fixture> all = new ArrayList<>();
            for (Object each : (List<?>) value(parser)) {
                Map<String, Object> fields = new LinkedHashMap<>();
                ((Map<?, ?>) each).forEach((key, value) -> fields.put((String) key, value));
                all.add(new Fixture(fields));
            }
            return all;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                return map;
            }
            default -> {
                return parser.getText();
            }
        }
    }
}
