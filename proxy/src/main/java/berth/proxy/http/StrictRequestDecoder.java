package berth.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Netty's decoder, and before it a look at what it would mend in silence: lines that continue the one before
/// (obs-fold) and blanks too many in the first line. Both end in a [DecoderException].
public final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private enum Where {
        BEFORE,
        IN_FIELDS,
        IN_BODY
    }

    private Where where = Where.BEFORE;

    public StrictRequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false)
                .setChunkedSupported(true));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (where != Where.IN_BODY) {
            look(buffer);
        }
        int before = out.size();
        super.decode(context, buffer, out);
        for (int i = before; i < out.size(); i++) {
            Object part = out.get(i);
            if (part instanceof HttpMessage) {
                where = Where.IN_BODY;
            }
            if (part instanceof LastHttpContent) {
                where = Where.BEFORE;
            }
        }
    }

    /// The decoder takes whole lines, so that what it left starts at the start of one.
    private void look(ByteBuf buffer) {
        int at = buffer.readerIndex();
        int end = buffer.writerIndex();
        while (at < end) {
            if (where == Where.IN_FIELDS && isBlank(buffer.getByte(at))) {
                throw new DecoderException("a header field continues on another line");
            }
            int newline = buffer.indexOf(at, end, (byte) '\n');
            if (newline < 0) {
                return;
            }
            boolean empty = newline == at || (newline == at + 1 && buffer.getByte(at) == '\r');
            if (where == Where.BEFORE && !empty) {
                first(buffer, at, newline);
                where = Where.IN_FIELDS;
            } else if (where == Where.IN_FIELDS && empty) {
                return;
            }
            at = newline + 1;
        }
    }

    private static void first(ByteBuf buffer, int from, int to) {
        int blanks = 0;
        for (int i = from; i < to; i++) {
            byte character = buffer.getByte(i);
            if (character == '\t') {
                throw new DecoderException("the request line has a tab");
            }
            if (character == ' ') {
                blanks++;
            }
        }
        if (blanks != 2) {
            throw new DecoderException("the request line has " + blanks + " blanks and not 2");
        }
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }
}
