package berth.proxy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import berth.routing.Action;
import berth.routing.Action.Redirect;
import berth.routing.Condition;
import berth.routing.Condition.QueryString.Pair;
import berth.routing.Rule;
import berth.routing.Transform;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledRuleTest {
    private static final Action ACTION = Action.Forward.to("g");

    private static Request request(String method, String host, String path, String query, String source) {
        return new Request(
                false,
                method,
                host,
                8080,
                path,
                query,
                InetAddress.ofLiteral(source),
                name -> name.equalsIgnoreCase("User-Agent") ? List.of("Mozilla/5.0", "curl/8") : List.of());
    }

    private static Request request(String path) {
        return request("GET", "example.com", path, "", "10.0.0.1");
    }

    private static boolean meets(Request request, Condition... conditions) {
        return new CompiledRule(new Rule("r", 1, List.of(conditions), ACTION)).meets(request);
    }

    @ParameterizedTest
    @CsvSource({
        "/img/*, /img/a.png, true",
        "/img/*, /img/, true",
        "/img/*, /img, false",
        "/img/*, /IMG/a, false",
        "/img/*.p?g, /img/a/b.png, true",
        "/img/*.p?g, /img/b.jpeg, false",
        "*, /, true",
        "/a?c, /abc, true",
        "/a?c, /ac, false",
        "*a*b*c, /xaxbxc, true",
        "*a*b*c, /xaxcxb, false",
        "/a, /ab, false",
        "/*/b, /a/x/b, true"
    })
    void aPathFitsItsPattern(String pattern, String path, boolean fits) {
        assertThat(meets(request(path), new Condition.PathPattern(List.of(pattern), List.of())))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "EXAMPLE.com, example.com, true",
        "*.example.com, www.example.com, true",
        "*.example.com, example.com, false",
        "example.???, example.org, true"
    })
    void aHostFitsInWhateverCase(String pattern, String host, boolean fits) {
        assertThat(meets(
                        request("GET", host, "/", "", "10.0.0.1"),
                        new Condition.HostHeader(List.of(pattern), List.of())))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"^/v[0-9]+/.*$, /v12/x, true", "^/v[0-9]+/.*$, /vx/x, false", "/v[0-9]+, /v1/more, false"})
    void aRegexMustFitTheWholePath(String regex, String path, boolean fits) {
        assertThat(meets(request(path), new Condition.PathPattern(List.of(), List.of(regex))))
                .isEqualTo(fits);
    }

    @Test
    void aRegexThatTakesTooLongDoesNotFit() {
        assertThat(meets(
                        request("/" + "a".repeat(5000) + "!"), new Condition.PathPattern(List.of(), List.of("/(a+)+"))))
                .isFalse();
    }

    @Test
    void anyOfAFieldsValuesMayFit() {
        assertThat(meets(request("/"), new Condition.HttpHeader("user-agent", List.of("CURL/*"), List.of())))
                .isTrue();
        assertThat(meets(request("/"), new Condition.HttpHeader("user-agent", List.of("wget*"), List.of())))
                .isFalse();
        assertThat(meets(request("/"), new Condition.HttpHeader("accept", List.of("*"), List.of())))
                .isFalse();
    }

    @Test
    void aMethodIsExact() {
        Condition condition = new Condition.HttpRequestMethod(List.of("GET", "PUT"));
        assertThat(meets(request("PUT", "a", "/", "", "10.0.0.1"), condition)).isTrue();
        assertThat(meets(request("put", "a", "/", "", "10.0.0.1"), condition)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "version, v1, 'version=v1', true",
        "version, v1, 'a=b&Version=V1', true",
        "version, v1, 'version=v2', false",
        ", *example*, 'a=b&c=anexample', true",
        ", *example*, 'a=b', false",
        "q, 'a b', 'q=a%20b', true",
        "q, *, '', false"
    })
    void aPairOfTheQueryFits(String key, String value, String query, boolean fits) {
        assertThat(meets(
                        request("GET", "a", "/", query, "10.0.0.1"),
                        new Condition.QueryString(List.of(new Pair(key, value)))))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/30, 10.0.0.3, true",
        "10.0.0.0/30, 10.0.0.4, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "10.0.0.1/32, 10.0.0.1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "0.0.0.0/0, ::2, false"
    })
    void aSourceIsInARange(String range, String source, boolean fits) {
        assertThat(meets(request("GET", "a", "/", "", source), new Condition.SourceIp(List.of(range))))
                .isEqualTo(fits);
    }

    @Test
    void everyConditionMustHoldAndOneValueOfEach() {
        Condition path = new Condition.PathPattern(List.of("/a", "/b"), List.of());
        Condition host = new Condition.HostHeader(List.of("example.com"), List.of());
        assertThat(meets(request("/b"), path, host)).isTrue();
        assertThat(meets(request("/c"), path, host)).isFalse();
        assertThat(meets(request("GET", "other.com", "/b", "", "10.0.0.1"), path, host))
                .isFalse();
    }

    @Test
    void aRuleMayRewriteHostAndUrl() {
        CompiledRule rule = new CompiledRule(new Rule(
                "r",
                1,
                List.of(),
                List.of(new Transform.UrlRewrite("^/api/(.*)$", "/$1"), new Transform.HostHeaderRewrite("^www\\.", "")),
                ACTION));
        assertThat(rule.url("/api/a?b=c")).isEqualTo("/a?b=c");
        assertThat(rule.host("www.example.com")).isEqualTo("example.com");
        assertThat(rule.url("/other")).isEqualTo("/other");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS, '#{host}', 443, '/#{path}', '#{query}', https://example.com/a/b?c=d",
        "'#{protocol}', '#{host}', '#{port}', '/#{path}', '', http://example.com:8080/a/b",
        "HTTP, other.org, 80, /x, 'from=#{host}', http://other.org/x?from=example.com",
        "HTTPS, 'www.#{host}', 8443, '/new/#{path}', '#{query}&e=f', https://www.example.com:8443/new/a/b?c=d&e=f"
    })
    void aRedirectIsFilledFromTheRequest(
            String protocol, String host, String port, String path, String query, String location) {
        assertThat(RedirectLocation.of(
                        new Redirect(protocol, host, port, path, query, 301),
                        request("GET", "example.com", "/a/b", "c=d", "10.0.0.1")))
                .isEqualTo(location);
    }
}
