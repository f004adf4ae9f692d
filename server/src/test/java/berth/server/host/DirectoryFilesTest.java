package berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineFault.Kind;
import berth.agent.engine.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFilesTest {
    @TempDir
    private Path parent;

    @Test
    void aBucketIsADirectoryAndAKeyAPathInIt() throws IOException {
        write("s3/bucket/dir/a.env", "A=ä\n");
        assertThat(read("bucket/dir/a.env")).isEqualTo(Reply.done("A=ä\n"));
    }

    @Test
    void nothingOutsideTheDirectoryIsRead() throws IOException {
        write("secret.env", "A=1");
        write("s3/bucket/a.env", "A=1");
        assertThat(fault("bucket/../../secret.env")).isEqualTo(Kind.REFUSED);
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        write("s3/bucket/dir.env/a.env", "");
        assertThat(fault("bucket/none.env")).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault("bucket/dir.env")).isEqualTo(Kind.NOT_FOUND);
        assertThat(read("bucket/none.env").toString()).contains(parent + "/s3/bucket/none.env");
    }

    @Test
    void whatIsNotUtf8OrTooLargeIsRefused() throws IOException {
        Files.createDirectories(parent.resolve("s3/bucket"));
        Files.write(parent.resolve("s3/bucket/bytes.env"), new byte[] {(byte) 0xff, 'A', '='});
        Files.write(parent.resolve("s3/bucket/large.env"), new byte[(1 << 20) + 1]);
        assertThat(fault("bucket/bytes.env")).isEqualTo(Kind.REFUSED);
        assertThat(fault("bucket/large.env")).isEqualTo(Kind.REFUSED);
    }

    private void write(String name, String text) throws IOException {
        Path file = parent.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Kind fault(String object) {
        return read(object) instanceof Reply.Failed<String>(var fault) ? fault.kind() : Kind.PORT_TAKEN;
    }

    private Reply<String> read(String object) {
        CompletableFuture<Reply<String>> answer = new CompletableFuture<>();
        new DirectoryFiles(parent.resolve("s3")).read("arn:aws:s3:::" + object, answer::complete);
        return answer.join();
    }
}
