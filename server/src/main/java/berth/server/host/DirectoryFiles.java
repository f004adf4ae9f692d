package berth.server.host;

import berth.agent.EnvironmentFiles;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Reply;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A directory that stands for S3: a bucket is a directory in it, a key a path below that.
final class DirectoryFiles implements EnvironmentFiles {
    private static final String PREFIX = ":s3:::";
    private static final long LARGEST_BYTES = 1 << 20;

    private final Path directory;

    DirectoryFiles(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public void read(String arn, Consumer<Reply<String>> done) {
        Thread.startVirtualThread(() -> done.accept(read(arn)));
    }

    private Reply<String> read(String arn) {
        Path file = directory
                .resolve(arn.substring(arn.indexOf(PREFIX) + PREFIX.length()))
                .normalize();
        if (!file.startsWith(directory)) {
            return Reply.failed(EngineFault.Kind.REFUSED, "AccessDenied: Access Denied");
        }
        try {
            if (!Files.isRegularFile(file)) {
                return Reply.failed(
                        EngineFault.Kind.NOT_FOUND,
                        "NoSuchKey: The specified key does not exist. (There is no file " + file + ")");
            }
            if (Files.size(file) > LARGEST_BYTES) {
                return Reply.failed(EngineFault.Kind.REFUSED, file + " is larger than 1 MiB");
            }
            return Reply.done(Files.readString(file));
        } catch (MalformedInputException e) {
            return Reply.failed(EngineFault.Kind.REFUSED, file + " is not UTF-8");
        } catch (IOException e) {
            return Reply.failed(
                    EngineFault.Kind.UNAVAILABLE,
                    file + " can't be read: " + e.getClass().getSimpleName());
        }
    }
}
