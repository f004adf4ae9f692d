package berth.kernel.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What makes a container the log router of its task (ECS `firelensConfiguration`): the output of those with the log
/// driver `awsfirelens` goes to it.
///
/// @param options as registered, [#METADATA], [#FILE_TYPE] and [#FILE_VALUE]
public record Firelens(Type type, SequencedMap<String, String> options) {
    /// ECS's name of the log driver of those whose output goes to the router.
    public static final String DRIVER = "awsfirelens";

    /// Option of the driver: a pattern of the lines that stay.
    public static final String INCLUDE = "include-pattern";

    /// Option of the driver: a pattern of the lines that go.
    public static final String EXCLUDE = "exclude-pattern";

    /// Option of the driver: how much it keeps while the router does not listen, in bytes.
    public static final String BUFFER_LIMIT = "log-driver-buffer-limit";

    /// Whether each record says of which task it is: `true` (where left out) or `false`.
    public static final String METADATA = "enable-ecs-log-metadata";

    /// Where more configuration is: `file` of the router's image, or `s3`.
    public static final String FILE_TYPE = "config-file-type";

    /// A path inside the router, or the ARN of an object.
    public static final String FILE_VALUE = "config-file-value";

    /// The port at which a router of bridge and awsvpc mode takes records by the forward protocol.
    public static final int PORT = 24224;

    public Firelens {
        options = options == null
                ? new LinkedHashMap<>()
                : Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
    }

    /// Whether each record says of which task it is.
    public boolean metadata() {
        return !"false".equals(options.get(METADATA));
    }

    /// ARN of the object that holds more configuration, or null.
    public @Nullable String object() {
        return "s3".equals(options.get(FILE_TYPE)) ? options.get(FILE_VALUE) : null;
    }

    /// What a container reads of S3 before it is made: its environment files, and a router's configuration.
    public static List<String> objects(DesiredContainer container) {
        Firelens router = container.ties().firelens();
        String object = router == null ? null : router.object();
        return object == null ? container.environmentFiles() : with(container.environmentFiles(), object);
    }

    private static List<String> with(List<String> files, String object) {
        List<String> all = new ArrayList<>(files);
        all.add(object);
        return all;
    }

    /// The program that routes.
    public enum Type {
        FLUENTD("fluentd", "@type", "/fluentd/etc/fluent.conf", "/fluentd/etc/external.conf"),
        FLUENTBIT("fluentbit", "Name", "/fluent-bit/etc/fluent-bit.conf", "/fluent-bit/etc/external.conf");

        private final String word;
        private final String plugin;
        private final String file;
        private final String external;

        Type(String word, String plugin, String file, String external) {
            this.word = word;
            this.plugin = plugin;
            this.file = file;
            this.external = external;
        }

        /// ECS's.
        public String word() {
            return word;
        }

        /// Option of the driver: which plugin of the program is the container's output.
        public String plugin() {
            return plugin;
        }

        /// Where the program looks for its configuration.
        public String file() {
            return file;
        }

        /// Where an object of S3 is found.
        public String external() {
            return external;
        }

        /// That of ECS's word.
        public static Optional<Type> of(String word) {
            return Arrays.stream(values())
                    .filter(type -> type.word.equals(word))
                    .findFirst();
        }
    }
}
