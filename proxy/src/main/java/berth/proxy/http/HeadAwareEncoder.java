package berth.proxy.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Netty's encoder, told which responses answer HEAD and so have no body, whatever their header says.
final class HeadAwareEncoder extends HttpResponseEncoder {
    private boolean toHead;

    /// Before a response's head is written.
    void answersHead(boolean head) {
        toHead = head;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return toHead || super.isContentAlwaysEmpty(response);
    }
}
