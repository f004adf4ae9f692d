package berth.agent.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Just enough of the tar format: plain executable files, or one directory, owned by root. Pure.
final class Tar {
    static final int LONGEST_NAME = 99;

    private static final int BLOCK_BYTES = 512;
    private static final char FILE = '\0';
    private static final char DIRECTORY = '5';

    private Tar() {}

    /// Files from the year 1970.
    static byte[] of(Map<String, byte[]> files, List<String> order) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (String name : order) {
            byte[] content = files.getOrDefault(name, new byte[0]);
            tar.writeBytes(header(name, FILE, 0755, content.length, Instant.EPOCH));
            tar.writeBytes(content);
            tar.writeBytes(new byte[(BLOCK_BYTES - content.length % BLOCK_BYTES) % BLOCK_BYTES]);
        }
        tar.writeBytes(new byte[2 * BLOCK_BYTES]);
        return tar.toByteArray();
    }

    /// A directory, or only its mode where it is there.
    ///
    /// @param name at most [#LONGEST_NAME] characters of ASCII
    static byte[] directory(String name, int mode, Instant changedAt) {
        return Arrays.copyOf(header(name, DIRECTORY, mode, 0, changedAt), 3 * BLOCK_BYTES);
    }

    private static byte[] header(String name, char type, int mode, int size, Instant changedAt) {
        byte[] header = new byte[BLOCK_BYTES];
        put(header, 0, name);
        put(header, 100, String.format("%07o\0", mode) + "0000000\0" + "0000000\0");
        put(header, 124, String.format("%011o\0%011o\0", size, changedAt.getEpochSecond()));
        put(header, 148, "        " + type);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
