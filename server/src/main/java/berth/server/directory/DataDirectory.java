package berth.server.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A data directory that this process holds.
///
/// | file | holds |
/// |---|---|
/// | `berth.db`, `logs.db` | the state and the events of log streams |
/// | `lock` | the holder's pid and the address of its API |
/// | `certificate` | what the API shows of itself where it speaks TLS, in PEM; local commands trust it |
/// | `installation` | the value of the label `berth.installation`: 16 hex digits |
/// | `credentials` | the root access key and the region |
/// | `sessions` | how often the agent was started |
/// | `lease` | of an agent on a machine of its own: until when its tasks may run |
/// | `metadata-secret` | what metadata tokens are made from: 32 bytes |
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final DirectoryLock lock;
    private final SecureRandom random = new SecureRandom();

    private DataDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Makes the directory if it is missing, and takes its lock.
    ///
    /// @throws DirectoryException if another Berth holds it, or it can't be written
    public static DataDirectory open(Path path) throws DirectoryException {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            if (WholeFile.isPosix(absolute)) {
                Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
            }
            return new DataDirectory(absolute, DirectoryLock.take(absolute));
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    /// Reads the access key of a directory that may be held by another process.
    public static AccessKey readAccessKey(Path path) throws DirectoryException {
        Path file = path.resolve("credentials");
        try {
            AccessKey key = AccessKey.parse(Files.readAllLines(file));
            if (key == null) {
                throw new DirectoryException(
                        file + " holds no access key. Remove it, and the next start makes another.");
            }
            return key;
        } catch (IOException e) {
            throw new DirectoryException(
                    "There is no access key in %s: has Berth run on it? Start it with: ./berth up".formatted(path), e);
        }
    }

    /// The address at which the Berth answers that holds the directory.
    public static String readAddress(Path path) throws DirectoryException {
        try {
            List<String> lines = Files.readAllLines(path.resolve("lock"));
            if (lines.size() > 1) {
                return lines.get(1);
            }
        } catch (IOException e) {
            throw new DirectoryException("No Berth has run on " + path + ". Start it with: ./berth up", e);
        }
        throw new DirectoryException("No Berth runs on " + path + " now. Start it with: ./berth up");
    }

    public Path path() {
        return path;
    }

    public Path stateFile() {
        return path.resolve("berth.db");
    }

    public Path logsFile() {
        return path.resolve("logs.db");
    }

    /// Where `efs` and `s3files` stand for the file systems of these; made by the engine with the first of them.
    public Path fileSystems() {
        return path;
    }

    /// What log routers read and where they listen, a directory for each task.
    public Path firelens() {
        return path.resolve("firelens");
    }

    /// What stands for S3 unless another directory was named: a bucket is a directory in it.
    public Path s3() {
        return path.resolve("s3");
    }

    public Path leaseFile() {
        return path.resolve("lease");
    }

    /// The certificate chain that the Berth shows which holds the directory, in PEM; null where it speaks plain HTTP.
    public static @Nullable Path readCertificate(Path path) {
        Path file = path.resolve("certificate");
        return Files.exists(file) ? file : null;
    }

    /// Tells others where this Berth answers.
    ///
    /// @param certificate its chain in PEM, or null for plain HTTP
    public void showAddress(String url, @Nullable Path certificate) throws DirectoryException {
        try {
            Path shown = path.resolve("certificate");
            if (certificate == null) {
                Files.deleteIfExists(shown);
            } else {
                WholeFile.write(shown, Files.readAllBytes(certificate));
            }
            lock.showAddress(url);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /// What marks everything of this directory on an engine.
    public String installation() throws DirectoryException {
        byte[] content = readOrMake("installation", () -> (hex(8) + "\n").getBytes(StandardCharsets.UTF_8));
        return new String(content, StandardCharsets.UTF_8).strip();
    }

    /// The access key, made at the first start. The region beside it is what clients are told, and follows the setting.
    public AccessKey accessKey(String region) throws DirectoryException {
        Path file = path.resolve("credentials");
        try {
            AccessKey key = Files.exists(file) ? AccessKey.parse(Files.readAllLines(file)) : null;
            AccessKey used = key == null ? AccessKey.random(random) : key;
            byte[] wanted = used.text(region).getBytes(StandardCharsets.UTF_8);
            if (key == null || !java.util.Arrays.equals(wanted, Files.readAllBytes(file))) {
                WholeFile.write(file, wanted);
            }
            return used;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /// A number greater than every one before, also before a crash.
    public long nextSession() {
        Path file = path.resolve("sessions");
        try {
            long last =
                    Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
            WholeFile.write(file, ((last + 1) + "\n").getBytes(StandardCharsets.UTF_8));
            return last + 1;
        } catch (IOException e) {
            throw new UncheckedIOException("The start can't be counted in " + file, e);
        }
    }

    public byte[] metadataSecret() throws DirectoryException {
        return readOrMake("metadata-secret", () -> bytes(32));
    }

    /// The seed of everything random in this run that is no secret.
    public long seed() {
        return random.nextLong();
    }

    /// Gives the directory up.
    @Override
    public void close() throws DirectoryException {
        try {
            lock.close();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private interface Content {
        byte[] make();
    }

    private byte[] readOrMake(String name, Content content) throws DirectoryException {
        Path file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                WholeFile.write(file, content.make());
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private String hex(int bytes) {
        return HexFormat.of().formatHex(bytes(bytes));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static DirectoryException unusable(Path path, IOException e) {
        String reason = e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
        return new DirectoryException(
                "The data directory %s can't be used: %s. Check the disk and the permissions, or give --data."
                        .formatted(path, reason),
                e);
    }
}
