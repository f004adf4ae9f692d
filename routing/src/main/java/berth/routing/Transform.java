package berth.routing;

/// A change to a request before it is sent to a target.
public sealed interface Transform {
    /// ELB `host-header-rewrite`.
    ///
    /// @param regex found in the Host
    /// @param replacement with `$1` for what a group took
    record HostHeaderRewrite(String regex, String replacement) implements Transform {}

    /// ELB `url-rewrite`.
    ///
    /// @param regex found in path and query
    /// @param replacement with `$1` for what a group took
    record UrlRewrite(String regex, String replacement) implements Transform {}
}
