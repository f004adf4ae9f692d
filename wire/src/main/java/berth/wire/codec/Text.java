package berth.wire.codec;

/// Checks of text at the border: what Java holds in a String need not be text.
final class Text {
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /// False if a surrogate stands without its other half: such a String has no UTF-8 form.
    static boolean isWellFormed(String text) {
        return firstLoneSurrogate(text) < 0;
    }

    /// `text` with every lone surrogate replaced by U+FFFD. A log line may be cut in the middle of a character.
    static String wellFormed(String text) {
        int first = firstLoneSurrogate(text);
        if (first < 0) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text);
        for (int at = first; at < mended.length(); at++) {
            char c = mended.charAt(at);
            if (isPair(mended, at)) {
                at++;
            } else if (Character.isSurrogate(c)) {
                mended.setCharAt(at, REPLACEMENT);
            }
        }
        return mended.toString();
    }

    private static int firstLoneSurrogate(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                if (!isPair(text, at)) {
                    return at;
                }
                at++;
            }
        }
        return -1;
    }

    private static boolean isPair(CharSequence text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    /// True if the bytes are UTF-8 as RFC 3629 has it: nothing overlong, no surrogates, nothing above U+10FFFF.
    static boolean isUtf8(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int length = sequenceLength(bytes, at);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /// The length of the character that starts at `at`; 0 if none does.
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int second = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isTail(second) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            boolean legal = second >= (lead == 0xe0 ? 0xa0 : 0x80) && second <= (lead == 0xed ? 0x9f : 0xbf);
            return legal && isTail(bytes, at + 2) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            boolean legal = second >= (lead == 0xf0 ? 0x90 : 0x80) && second <= (lead == 0xf4 ? 0x8f : 0xbf);
            return legal && isTail(bytes, at + 2) && isTail(bytes, at + 3) ? 4 : 0;
        }
        return 0;
    }

    private static boolean isTail(byte[] bytes, int at) {
        return at < bytes.length && isTail(bytes[at] & 0xff);
    }

    private static boolean isTail(int octet) {
        return (octet & 0xc0) == 0x80;
    }
}
