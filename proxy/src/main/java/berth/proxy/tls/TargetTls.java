package berth.proxy.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.List;
import javax.net.ssl.SSLException;

/// TLS towards targets. ELB: a target's certificate is not checked.
public final class TargetTls {
    private static final SslContext HTTP_1 = context(ApplicationProtocolNames.HTTP_1_1);
    private static final SslContext HTTP_2 = context(ApplicationProtocolNames.HTTP_2);

    private TargetTls() {}

    public static SslHandler handler(Channel channel, boolean http2) {
        return (http2 ? HTTP_2 : HTTP_1).newHandler(channel.alloc());
    }

    private static SslContext context(String protocol) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            List.of(protocol)))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }
}
