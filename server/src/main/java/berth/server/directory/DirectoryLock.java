package berth.server.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lock on a data directory: a lock of the operating system on the file `lock`, which ends with the process,
/// however that ends. Its first line is the holder's pid, its second the address of its API, both for people and for
/// the launcher.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws DirectoryException naming the holder, if there is one
    static DirectoryLock take(Path directory) throws DirectoryException, IOException {
        Path path = directory.resolve("lock");
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new DirectoryException(held(directory, path));
        }
        DirectoryLock taken = new DirectoryLock(channel);
        taken.write(ProcessHandle.current().pid() + "\n");
        return taken;
    }

    void showAddress(String url) throws IOException {
        write(ProcessHandle.current().pid() + "\n" + url + "\n");
    }

    /// Empties the file, so that nobody takes a later process of the same pid for this one.
    @Override
    public void close() throws IOException {
        channel.truncate(0);
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String held(Path directory, Path path) throws IOException {
        List<String> lines = Files.readAllLines(path);
        String pid = lines.isEmpty() ? "unknown" : lines.getFirst();
        String where = lines.size() > 1 ? "answers at " + lines.get(1) : "is just starting";
        return ("The data directory %s is held by another Berth: process %s, which %s."
                        + " Use that one, stop it first (kill %s), or give this one another directory with --data.")
                .formatted(directory, pid, where, pid);
    }

    /// Empties the file first: a holder that was killed left its address there, and with this pid written over the
    /// other's, whoever reads in between would take that address for this process's.
    private void write(String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }
}
