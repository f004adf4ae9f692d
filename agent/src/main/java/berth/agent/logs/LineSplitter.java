package berth.agent.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Cuts lines that are too long for one log event.
///
/// ECS (awslogs driver): an event has at most 256 KiB, of which 26 bytes are overhead; a longer line becomes
/// several events, cut between characters.
final class LineSplitter {
    /// Bytes of text in one event.
    static final int LIMIT = 256 * 1024 - 26;

    private LineSplitter() {}

    static List<String> split(String text) {
        if (text.length() <= LIMIT / 3 || bytes(text) <= LIMIT) {
            return List.of(text);
        }
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int size = 0;
        int index = 0;
        while (index < text.length()) {
            int point = text.codePointAt(index);
            int width = width(point);
            if (size + width > LIMIT) {
                pieces.add(text.substring(start, index));
                start = index;
                size = 0;
            }
            size += width;
            index += Character.charCount(point);
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int width(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }
}
