package berth.proxy.http;

/// Told to a connection whose listener is no longer there: it ends as soon as nothing is in flight on it.
public enum ListenerGone {
    EVENT
}
