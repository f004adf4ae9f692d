package berth.proxy.http;

import berth.proxy.choice.Cookies;
import berth.proxy.choice.GroupState;
import berth.proxy.choice.TargetState;
import berth.proxy.rules.RedirectLocation;
import berth.proxy.rules.Request;
import berth.proxy.table.CompiledListener;
import berth.routing.Action;
import berth.routing.TargetGroupAttributes.Stickiness;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its response.
///
/// From the head on it goes through these steps: a rule says what happens; a group and a target are chosen, by
/// cookie or by turn; a connection is taken or made, while parts of the body wait; then parts go both ways
/// until both ends came. What the load balancer answers itself waits for the end of a small body, so that the
/// connection can go on.
///
/// Errors as ELB has them: 502 where the target refuses, breaks off, answers nonsense or is gone; 503 without a
/// target; 504 where it doesn't connect within 10 s or says nothing for the idle time-out. After the first byte
/// of a response the only way to tell is to cut it.
///
/// Differs from ELB: a target that refuses the connection is passed over for another one of the group, since
/// nothing was sent yet.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int MAX_CONNECTS = 3;
    private static final long MAX_DRAINED_BYTES = 1024 * 1024;
    private static final List<HttpMethod> IDEMPOTENT = List.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private final Lane lane;
    private final ClientSide client;
    private final CompiledListener listener;
    private final HttpRequest head;
    private final Watch watch;
    private final ArrayDeque<HttpContent> early = new ArrayDeque<>();

    private CompiledListener.@Nullable Split split;
    private @Nullable GroupState group;
    private @Nullable TargetState target;
    private @Nullable TargetSide side;
    private @Nullable FullHttpResponse later;
    private boolean newGroup;
    private boolean starting;
    private boolean requestDone;
    private boolean bodySent;
    private boolean responseBegun;
    private boolean over;
    private boolean tunnelled;
    private int connects;
    private long drained;

    Exchange(Lane lane, ClientSide client, CompiledListener listener, HttpRequest head, Watch watch) {
        this.lane = lane;
        this.client = client;
        this.listener = listener;
        this.head = head;
        this.watch = watch;
    }

    HttpRequest request() {
        return head;
    }

    boolean isRequestDone() {
        return requestDone;
    }

    boolean isResponseBegun() {
        return responseBegun;
    }

    /// Decides what happens to the request. What is sent on by that is flushed with what came with it: by
    /// [#requestedSoFar()], or by the request's end.
    void start(RequestHead.Origin origin, InetAddress source) {
        starting = true;
        touch();
        route(origin, source);
        starting = false;
    }

    private void route(RequestHead.Origin origin, InetAddress source) {
        CompiledListener.Entry entry = listener.only();
        if (entry == null) {
            Request request = view(origin, source);
            entry = listener.route(request);
            if (entry.split() == null) {
                RequestHead.prepare(head, listener.loadBalancer().attributes(), origin);
                answerItself(entry.rule().action(), request);
                return;
            }
        }
        RequestHead.prepare(head, listener.loadBalancer().attributes(), origin);
        if (entry.rule().hasTransforms()) {
            head.setUri(entry.rule().url(head.uri()));
            String host = head.headers().get(HttpHeaderNames.HOST);
            if (host != null) {
                head.headers().set(HttpHeaderNames.HOST, entry.rule().host(host));
            }
        }
        split = entry.split();
        forward();
    }

    private Request view(RequestHead.Origin origin, InetAddress source) {
        String url = RequestRules.target(head.uri());
        int mark = url.indexOf('?');
        String authority = RequestRules.authority(head.uri());
        String host = authority != null ? authority : head.headers().get(HttpHeaderNames.HOST, "");
        return new Request(
                origin.secure(),
                head.method().name(),
                withoutPort(host).toLowerCase(Locale.ROOT),
                listener.listener().port(),
                mark < 0 ? url : url.substring(0, mark),
                mark < 0 ? "" : url.substring(mark + 1),
                source,
                head.headers()::getAll);
    }

    static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private void answerItself(Action action, Request request) {
        switch (action) {
            case Action.Redirect redirect ->
                answer(Answers.redirect(redirect.statusCode(), RedirectLocation.of(redirect, request)));
            case Action.FixedResponse fixed ->
                answer(Answers.fixed(fixed.statusCode(), fixed.contentType(), fixed.messageBody()));
            case Action.Forward forward -> throw new IllegalStateException("is no answer of its own");
        }
    }

    private void forward() {
        List<String> cookies = head.headers().getAll(HttpHeaderNames.COOKIE);
        GroupState chosen = chooseGroup(cookies);
        group = chosen;
        TargetState first = chosen == null ? null : chooseTarget(chosen, cookies);
        if (first == null) {
            answer(Answers.of(HttpResponseStatus.SERVICE_UNAVAILABLE));
            return;
        }
        connect(first, false);
    }

    private @Nullable GroupState chooseGroup(List<String> cookies) {
        CompiledListener.Split among = java.util.Objects.requireNonNull(split);
        if (among.stickiness() != null) {
            String token = Cookies.token(cookies, Cookies.GROUP, Instant.now());
            GroupState sticky = token == null ? null : among.groups().byToken(token);
            if (sticky != null) {
                return sticky;
            }
            newGroup = true;
        }
        return among.groups().next();
    }

    private @Nullable TargetState chooseTarget(GroupState among, List<String> cookies) {
        Stickiness stickiness = among.group().attributes().stickiness();
        String token = switch (stickiness) {
            case null -> null;
            case Stickiness.LbCookie cookie -> Cookies.token(cookies, Cookies.TARGET, Instant.now());
            case Stickiness.AppCookie cookie ->
                Cookies.value(cookies, cookie.cookieName()) == null
                        ? null
                        : Cookies.token(cookies, Cookies.APPLICATION, Instant.now());
            case Stickiness.SourceIp ip -> null;
        };
        TargetState sticky = token == null ? null : among.byToken(token);
        return sticky != null ? sticky : among.next(System.nanoTime(), null);
    }

    private void connect(TargetState to, boolean fresh) {
        target = to;
        connects++;
        lane.began(to);
        TargetPool pool = lane.pool(
                to, TargetPool.Spoken.of(java.util.Objects.requireNonNull(group).group()));
        TargetSide idle = fresh ? null : pool.take(this);
        if (idle != null) {
            connected(idle);
        } else {
            client.reading(false);
            pool.connect(this);
        }
    }

    /// The pool made a connection, or took one.
    void connected(TargetSide to) {
        if (over) {
            to.release(false);
            return;
        }
        touch();
        side = to;
        to.begin(head);
        HttpContent part = early.poll();
        while (part != null) {
            bodySent |= part.content().isReadable();
            to.send(part);
            part = early.poll();
        }
        if (side == to) {
            if (!starting) {
                to.flush();
            }
            client.reading(to.isWritable());
        }
    }

    /// The pool could make no connection: nothing was sent.
    void notConnected(boolean timedOut, String why) {
        if (over) {
            return;
        }
        TargetState tried = java.util.Objects.requireNonNull(target);
        LOG.debug("No connection to {}: {}", tried, why);
        ended();
        TargetState other = timedOut || connects >= MAX_CONNECTS
                ? null
                : java.util.Objects.requireNonNull(group).next(System.nanoTime(), tried);
        if (other != null && other != tried) {
            connect(other, false);
        } else {
            answer(Answers.of(timedOut ? HttpResponseStatus.GATEWAY_TIMEOUT : HttpResponseStatus.BAD_GATEWAY));
        }
    }

    /// A part of the request's body, which the exchange now owns.
    void requested(HttpContent part) {
        touch();
        requestDone |= part instanceof LastHttpContent;
        if (over) {
            part.release();
        } else if (later != null) {
            drained += part.content().readableBytes();
            part.release();
            if (requestDone || drained > MAX_DRAINED_BYTES) {
                answerNow(java.util.Objects.requireNonNull(later));
            }
        } else if (side == null) {
            early.add(part);
        } else {
            bodySent |= part.content().isReadable();
            side.send(part);
            if (side != null && !side.isWritable()) {
                client.reading(false);
            }
        }
    }

    /// All that was read from the client so far was handed over.
    void requestedSoFar() {
        if (side != null && !requestDone) {
            side.flush();
        }
    }

    void clientWritable(boolean writable) {
        if (side != null) {
            side.reading(writable);
        }
    }

    void targetWritable(boolean writable) {
        client.reading(writable);
    }

    /// The client closed its connection, or reset its stream. ELB calls it 460 in its logs.
    void clientGone() {
        if (!over) {
            finish(false);
        }
    }

    /// A response's head from the target.
    void responded(HttpResponse response) {
        touch();
        int status = response.status().code();
        if (status == 101) {
            switchProtocols(response);
        } else if (status < 200) {
            if (!responseBegun) {
                client.inform(response);
            }
        } else if (!over) {
            responseBegun = true;
            ResponseHead.prepare(response);
            remember(response);
            client.begin(response);
        }
    }

    /// A part of the response's body, which the exchange now owns.
    void respondedWith(HttpContent part) {
        if (over) {
            part.release();
            return;
        }
        touch();
        boolean last = part instanceof LastHttpContent;
        if (last) {
            TargetSide done = side;
            side = null;
            over = true;
            watch.stop();
            ended();
            if (done != null) {
                done.release(requestDone);
            }
        }
        client.send(part);
        if (!last && side != null && !client.isWritable()) {
            side.reading(false);
        }
    }

    /// All that was read from the target so far was handed over.
    void respondedSoFar() {
        if (!over && responseBegun) {
            client.flush();
        }
    }

    /// The connection to the target is of no more use.
    ///
    /// @param untouched the target has certainly not begun with the request
    void targetGone(TargetSide from, boolean untouched, String why) {
        if (over || side != from) {
            return;
        }
        side = null;
        LOG.debug("The connection to {} broke: {}", target, why);
        if (responseBegun) {
            finish(true);
            return;
        }
        TargetState same = java.util.Objects.requireNonNull(target);
        boolean again = (untouched || (from.isReused() && IDEMPOTENT.contains(head.method())))
                && !bodySent
                && requestDone
                && !HttpUtil.isTransferEncodingChunked(head)
                && HttpUtil.getContentLength(head, 0L) == 0
                && connects < MAX_CONNECTS
                && !same.isGone();
        ended();
        if (again) {
            early.add(LastHttpContent.EMPTY_LAST_CONTENT);
            connect(same, true);
        } else {
            answer(Answers.of(HttpResponseStatus.BAD_GATEWAY));
        }
    }

    /// Nothing happened for the idle time-out.
    void expired() {
        if (over) {
            return;
        }
        if (responseBegun || tunnelled) {
            finish(true);
        } else if (!requestDone) {
            drop();
            answerNow(Answers.of(HttpResponseStatus.REQUEST_TIMEOUT));
        } else {
            drop();
            answerNow(Answers.of(HttpResponseStatus.GATEWAY_TIMEOUT));
        }
    }

    private void switchProtocols(HttpResponse response) {
        TargetSide to = side;
        if (over || !(to instanceof Http1TargetSide http1) || client.connection() == null) {
            drop();
            answer(Answers.of(HttpResponseStatus.BAD_GATEWAY));
            return;
        }
        tunnelled = true;
        over = true;
        side = null;
        watch.stop();
        client.inform(response);
        TargetState counted = java.util.Objects.requireNonNull(target);
        target = null;
        Runnable clientReady = client.tunnel(http1.connection());
        Runnable targetReady = http1.tunnel(client.connection(), () -> lane.ended(counted));
        clientReady.run();
        targetReady.run();
    }

    /// Sets the cookies by which the client comes back.
    private void remember(HttpResponse response) {
        GroupState by = group;
        TargetState to = target;
        if (by == null || to == null) {
            return;
        }
        CompiledListener.Split among = split;
        if (newGroup && among != null && among.stickiness() != null) {
            set(response, Cookies.GROUP, by.token(), among.stickiness());
        }
        switch (by.group().attributes().stickiness()) {
            case null -> {}
            case Stickiness.LbCookie cookie -> set(response, Cookies.TARGET, to.token(), cookie.duration());
            case Stickiness.AppCookie cookie -> {
                List<String> fields = response.headers().getAll(HttpHeaderNames.SET_COOKIE);
                if (Cookies.sets(fields, cookie.cookieName())) {
                    set(response, Cookies.APPLICATION, to.token(), cookie.duration());
                }
            }
            case Stickiness.SourceIp ip -> {}
        }
    }

    private static void set(HttpResponse response, String name, String token, Duration duration) {
        for (String field : Cookies.set(name, token, duration, Instant.now())) {
            response.headers().add(HttpHeaderNames.SET_COOKIE, field);
        }
    }

    /// Answers once the request's body is through, if that is soon.
    private void answer(FullHttpResponse response) {
        releaseEarly();
        boolean waits = !requestDone && !HttpUtil.is100ContinueExpected(head);
        if (waits) {
            later = response;
            client.reading(true);
        } else {
            answerNow(response);
        }
    }

    private void answerNow(FullHttpResponse response) {
        later = null;
        over = true;
        responseBegun = true;
        watch.stop();
        releaseEarly();
        client.begin(response);
    }

    /// Lets go of the target in the middle.
    private void drop() {
        TargetSide from = side;
        side = null;
        if (from != null) {
            from.release(false);
        }
        ended();
    }

    private void finish(boolean cutClient) {
        over = true;
        watch.stop();
        drop();
        releaseEarly();
        ReferenceCountUtil.release(later);
        later = null;
        if (cutClient) {
            client.cut();
        }
    }

    private void ended() {
        TargetState from = target;
        target = null;
        if (from != null) {
            lane.ended(from);
        }
    }

    private void releaseEarly() {
        early.forEach(part -> {
            requestDone |= part instanceof LastHttpContent;
            part.release();
        });
        early.clear();
    }

    private void touch() {
        watch.expireIn(listener.loadBalancer().attributes().idleTimeout());
    }
}
