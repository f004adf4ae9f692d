package berth.control.acm.plan;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PEM: base64 between `-----BEGIN X-----` and `-----END X-----`.
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final int WIDTH = 64;

    private Pem() {}

    record Block(String label, byte[] content) {}

    /// The blocks in a text; what is around them is left out.
    ///
    /// @throws IllegalArgumentException if a block is no base64
    static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String base64 = matcher.group(2).replaceAll("\\s", "");
            blocks.add(new Block(matcher.group(1), Base64.getDecoder().decode(base64)));
        }
        return blocks;
    }

    static String write(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(WIDTH, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
