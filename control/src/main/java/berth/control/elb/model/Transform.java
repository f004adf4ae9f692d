package berth.control.elb.model;

/// A change to a request before it is forwarded.
///
/// @param kind what is rewritten
/// @param regex found in it
/// @param replacement with `$1` for what a group took
public record Transform(Kind kind, String regex, String replacement) {

    public enum Kind {
        HOST_HEADER_REWRITE,
        URL_REWRITE
    }
}
