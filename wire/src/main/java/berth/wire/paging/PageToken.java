package berth.wire.paging;

import berth.kernel.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The opaque nextToken of a list: the position behind which the next page begins, and a digest of the question asked.
///
/// ECS: a token goes with unchanged filters. One that comes with others, or that nobody handed out, is answered with
/// InvalidParameterException `Invalid token.` (the text is ours). A position is whatever orders the list, usually the
/// last ARN or name of the page; since it is a place in an order and not an index, items that come and go in between
/// are neither repeated nor skipped. It is readable to whoever decodes it and must hold nothing secret.
public final class PageToken {
    private static final byte VERSION = 1;
    private static final int DIGEST_BYTES = 8;
    private static final int LONGEST_POSITION_BYTES = 4096;

    private PageToken() {}

    /// A token that continues behind `position`.
    ///
    /// @param question the operation's name and its filters in a fixed order, null for those that are not set;
    ///     compared by their text
    public static String after(String position, @Nullable Object... question) {
        byte[] text = position.getBytes(StandardCharsets.UTF_8);
        if (text.length > LONGEST_POSITION_BYTES) {
            throw new IllegalArgumentException("a position of " + text.length + " bytes");
        }
        ByteBuffer token = ByteBuffer.allocate(1 + DIGEST_BYTES + text.length);
        token.put(VERSION).put(digest(question)).put(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /// The position in a token; raises `Invalid token.` unless it was made for the same question.
    public static String position(String token, @Nullable Object... question) {
        if (token.length() > 2 * LONGEST_POSITION_BYTES) {
            throw invalid();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            boolean ours = bytes.length > DIGEST_BYTES
                    && bytes[0] == VERSION
                    && Arrays.equals(digest(question), Arrays.copyOfRange(bytes, 1, 1 + DIGEST_BYTES));
            if (!ours) {
                throw invalid();
            }
            ByteBuffer text = ByteBuffer.wrap(bytes, 1 + DIGEST_BYTES, bytes.length - 1 - DIGEST_BYTES);
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (IllegalArgumentException | CharacterCodingException notOurs) {
            throw invalid();
        }
    }

    private static byte[] digest(@Nullable Object... question) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Object part : question) {
                byte[] text = part == null ? new byte[0] : part.toString().getBytes(StandardCharsets.UTF_8);
                sha.update(ByteBuffer.allocate(4)
                        .putInt(part == null ? -1 : text.length)
                        .array());
                sha.update(text);
            }
            return Arrays.copyOf(sha.digest(), DIGEST_BYTES);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this JDK has no SHA-256", failure);
        }
    }

    private static RuntimeException invalid() {
        return Fault.invalidParameter("Invalid token.").raise();
    }
}
