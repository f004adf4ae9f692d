package berth.server.host;

import berth.agent.LastWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last lease in a file of the data directory: which start of the machine it is of, from when it lasts and how
/// long,
/// both in milliseconds. It is not forced to the disk: it must outlive this process, but not the machine's rest.
public final class LeaseFile implements LastWord {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseFile.class);
    private static final String ENDLESS = "-";

    private final Path file;
    private final String bootId;
    private boolean saidUnwritable;

    public LeaseFile(Path file) {
        this(file, Uptime.bootId());
    }

    LeaseFile(Path file, String bootId) {
        this.file = file;
        this.bootId = bootId;
    }

    @Override
    public Duration elapsed() {
        return Uptime.now();
    }

    @Override
    public void keep(Word word) {
        Duration fence = word.fence();
        List<String> lines =
                List.of(bootId, Long.toString(word.from().toMillis()), fence == null ? ENDLESS : "" + fence.toMillis());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!saidUnwritable) {
                saidUnwritable = true;
                LOG.warn("The lease can't be kept in {}: an agent that is started anew waits for another.", file, e);
            }
        }
    }

    @Override
    public @Nullable Word kept() {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() != 3 || bootId.isEmpty() || !lines.getFirst().equals(bootId)) {
                return null;
            }
            Duration fence = lines.get(2).equals(ENDLESS) ? null : Duration.ofMillis(Long.parseLong(lines.get(2)));
            return new Word(Duration.ofMillis(Long.parseLong(lines.get(1))), fence);
        } catch (IOException | NumberFormatException e) {
            LOG.warn("The lease in {} can't be read; it counts as none.", file, e);
            return null;
        }
    }
}
